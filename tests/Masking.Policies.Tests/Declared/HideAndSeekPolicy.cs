namespace Masking.Policies.Tests;

/// <summary>Several entity sets in one attention, two of which attend to each other; a value with an input that no agent sees.</summary>
[MaskedPolicy]
public sealed partial class HideAndSeekPolicy
{
    [EntityMask(features: 4, Pairwise = true), AttendsTo(nameof(Boxes), nameof(Ramps))]
    public partial AttentionEncoder Agents { get; }

    [EntityMask(features: 3), AttendsTo(nameof(Agents))]
    public partial AttentionEncoder Boxes { get; }

    [EntityMask(features: 2)]
    public partial AttentionEncoder Ramps { get; }

    /// <summary>All entities, including unseen ones, which attend to the boxes.</summary>
    [EntityMask(features: 5), AttendsTo(nameof(Boxes))]
    public partial AttentionEncoder Everything { get; }

    [Observation(3)]
    public partial MlpEncoder Clock { get; }

    [ActionMask(Each = nameof(Agents))]
    public partial Head<Direction> Moves { get; }

    [ActionMask(Each = nameof(Agents), Over = nameof(Boxes))]
    public partial PointerHead Grabs { get; }

    [ActionMask]
    public partial Head<bool> Begin { get; }

    [Value(Sees = [nameof(Everything), nameof(Clock)])]
    public partial ValueHead Value { get; }
}
