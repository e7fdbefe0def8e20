namespace Masking;

/// <summary>
/// Makes a head auto-regressive: its logits depend on the choices of other heads, through a learned embedding of each choice. For pointers
/// and subsets, they depend on the encodings of the chosen elements.
/// </summary>
/// <param name="heads">The names of the other heads, which have the same actor; at least one.</param>
/// <remarks>
/// The log-probability of both is <c>log P(a) + log C(b | a)</c>. The entropy is the sum of the conditional entropies for the sampled or
/// evaluated actions, which is an unbiased estimate of the entropy of the joint action. The other heads may themselves depend on further
/// heads; heads are sampled and evaluated in the order of their dependencies.
/// </remarks>
/// <example>
/// <code>
/// [MaskedPolicy]
/// public sealed partial class BuilderPolicy
/// {
///     [EntityMask(features: 8)]                                         public partial AttentionEncoder Sites { get; }
///     [ActionMask(Choices = 12)]                                        public partial Head&lt;int&gt; Building { get; }
///     [ActionMask(Over = nameof(Sites)), Given(nameof(Building))]       public partial PointerHead Site { get; }
///     [ActionMask(Choices = 4), Given(nameof(Building), nameof(Site))]  public partial Head&lt;int&gt; Facing { get; }
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Property)]
public sealed class GivenAttribute(params string[] heads) : Attribute
{
    /// <summary>The names of the other heads.</summary>
    public IReadOnlyList<string> Heads { get; } = heads;
}
