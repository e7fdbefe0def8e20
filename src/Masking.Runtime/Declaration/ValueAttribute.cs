namespace Masking;

/// <summary>
/// Declares the state value <c>(batch)</c>. It is computed from the latent, and from the inputs that <see cref="Sees"/> names.
/// </summary>
/// <example>
/// A critic that sees the full state of a game, of which the policy sees only a part:
/// <code>
/// [MaskedPolicy]
/// public sealed partial class FogPolicy
/// {
///     [EntityMask(features: 9)]           public partial AttentionEncoder Visible { get; }
///     [EntityMask(features: 9)]           public partial AttentionEncoder Everyone { get; }
///     [ActionMask(Choices = 6)]           public partial Head&lt;int&gt; Command { get; }
///     [Value(Sees = [nameof(Everyone)])]  public partial ValueHead Value { get; }
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ValueAttribute : Attribute
{
    /// <summary>
    /// The names of inputs that only the value uses. They do not enter the core, so no action depends on them. The value is then computed
    /// from the latent and their encodings, through a hidden layer with a ReLU that is as wide as the core.
    /// </summary>
    /// <remarks>
    /// A critic with privileged inputs is needed only in training: Pinto et al. 2018, "Asymmetric Actor Critic for Image-Based
    /// Robot Learning"; Baker et al. 2020, "Emergent Tool Use From Multi-Agent Autocurricula".
    /// </remarks>
    public string[]? Sees { get; set; }
}
