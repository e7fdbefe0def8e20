namespace Masking;

/// <summary>
/// Declares the state value <c>(batch)</c>. It is computed from the latent, and from the inputs that <see cref="Sees"/> names. With
/// <see cref="Each"/>, it declares a value for every actor.
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
/// Units that are rewarded one by one, each with a value of its own:
/// <code>
/// [MaskedPolicy]
/// public sealed partial class SwarmPolicy
/// {
///     [EntityMask(features: 9)]                              public partial AttentionEncoder Units { get; }
///     [ActionMask(Choices = 5, Each = nameof(Units))]        public partial Head&lt;int&gt; Moves { get; }
///     [Value(Each = nameof(Units))]                          public partial ValueHead Value { get; }
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ValueAttribute : Attribute
{
    /// <summary>
    /// The name of a member with <see cref="EntityMaskAttribute"/> or <see cref="AgentGridAttribute"/>: every present entity, or every
    /// agent on the map, has a value of its own, and learns from rewards of its own. Values are <c>(batch, entities)</c> or
    /// <c>(batch, height, width)</c>; 0 for absent actors. Null for one value per environment.
    /// </summary>
    /// <remarks>
    /// <para>
    /// All heads of the policy have the same <see cref="ActionMaskAttribute.Each"/>. The value of an actor is computed from its encoding,
    /// the latent, and the inputs that <see cref="Sees"/> names, through a hidden layer with a ReLU that is as wide as the core.
    /// </para>
    /// <para>
    /// With the encodings of other actors in the latent, this is the centralized critic of MAPPO: Yu et al. 2022, "The Surprising
    /// Effectiveness of PPO in Cooperative Multi-Agent Games". Advantages per actor are those of independent PPO: de Witt et al. 2020,
    /// "Is Independent Learning All You Need in the StarCraft Multi-Agent Challenge?".
    /// </para>
    /// </remarks>
    public string? Each { get; set; }

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
