namespace Masking.Policies.Tests.Systems;

public enum Job { Wait, Gather, Trade, Follow, Attack }

/// <summary>
/// The two kinds of actions of the entity-gym interface (https://github.com/entity-neural-network/entity-gym): every entity chooses one of
/// some labels, and every entity selects another one, under masks for every actor and choice.
/// </summary>
[MaskedPolicy]
public sealed partial class EntityGym
{
    [Observation(6)]
    public partial MlpEncoder Globals { get; }

    [EntityMask(features: 7)]
    public partial AttentionEncoder Workers { get; }

    [EntityMask(features: 5)]
    public partial AttentionEncoder Others { get; }

    [Core(64)]
    public partial MlpCore Core { get; }

    [ActionMask(Each = nameof(Workers))]
    public partial Head<Job> Jobs { get; }

    /// <summary>The entity to use.</summary>
    [ActionMask(Each = nameof(Workers), Over = nameof(Workers))]
    public partial PointerHead Partners { get; }

    /// <summary>The entity to act on.</summary>
    [ActionMask(Each = nameof(Workers), Over = nameof(Others)), ActiveWhen(nameof(Jobs), Job.Trade, Job.Follow, Job.Attack)]
    public partial PointerHead Targets { get; }

    [Value]
    public partial ValueHead Value { get; }
}
