namespace Masking;

/// <summary>
/// Auto-regressive: the head's logits depend on what other heads chose, through a learned embedding of each choice; of a pointer's, through
/// the encoding of what it points at.
/// </summary>
/// <param name="heads">The names of the other heads, which have the same actor; at least one.</param>
/// <remarks>
/// The joint is <c>log P(a) + log C(b | a)</c>. Its entropy is the sum of the conditional entropies along the actions at hand: an unbiased
/// estimate of the exact one. The other heads may themselves be given third ones: heads are sampled and evaluated stage by stage.
/// </remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class GivenAttribute(params string[] heads) : Attribute
{
    /// <summary>The names of the other heads.</summary>
    public IReadOnlyList<string> Heads { get; } = heads;
}
