namespace Masking;

/// <summary>
/// The legality mask depends on what another head chose: it has an axis of that head's choices in front of its own,
/// <c>(batch, choices of the other head, choices)</c>. Where the other head took no action, this one takes none.
/// </summary>
/// <param name="head">The name of the other head, which has the same actor.</param>
/// <remarks>The entropy is exact: <c>H(P) + Σ P(a) H(C | a)</c>. A choice under which nothing is legal gives "no action".</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MaskPerAttribute(string head) : Attribute
{
    /// <summary>The name of the other head.</summary>
    public string Head { get; } = head;
}
