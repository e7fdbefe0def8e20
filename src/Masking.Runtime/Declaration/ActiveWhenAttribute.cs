namespace Masking;

/// <summary>
/// The head, or the component of a compound action, acts only where another one chose one of some values. Elsewhere its action is "none"
/// (-1), and it adds nothing to log-probability or entropy.
/// </summary>
/// <param name="head">The name of the other head, which has the same actor; on a parameter of a record struct that is chosen, of an earlier
/// parameter.</param>
/// <param name="values">The values, at least one.</param>
/// <remarks>
/// The joint is <c>log P(a) + [a ∈ values] log C(b)</c>, and its entropy is exact: <c>H(P) + P(values) H(C)</c>. The other head may itself
/// depend on a third.
/// </remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class ActiveWhenAttribute(string head, params object[] values) : Attribute
{
    /// <summary>The name of the other head.</summary>
    public string Head { get; } = head;

    /// <summary>The values under which the head acts.</summary>
    public IReadOnlyList<object> Values { get; } = values;
}
