namespace Masking.Policies.Tests.Systems;

/// <summary>Forces along two axes and around the third, in parts of the greatest force, and whether to grab and to lock.</summary>
public readonly record struct Thrust(
    [ActionMask(Low = -1, High = 1)] float X,
    [ActionMask(Low = -1, High = 1)] float Y,
    [ActionMask(Low = -1, High = 1)] float Turn,
    bool Grab,
    bool Lock);

/// <summary><see cref="HideAndSeek"/> with forces from intervals in place of eleven steps.</summary>
[MaskedPolicy]
public sealed partial class HideAndSeekContinuous
{
    [EntityMask(features: 10, Pairwise = true), AttendsTo(nameof(Boxes), nameof(Ramps))]
    public partial AttentionEncoder Agents { get; }

    [EntityMask(features: 9), AttendsTo(nameof(Agents))]
    public partial AttentionEncoder Boxes { get; }

    [EntityMask(features: 8)]
    public partial AttentionEncoder Ramps { get; }

    /// <summary>All entities, including unseen ones.</summary>
    [EntityMask(features: 12)]
    public partial AttentionEncoder Everything { get; }

    [Core(64)]
    public partial MlpCore Core { get; }

    [ActionMask(Each = nameof(Agents))]
    public partial Head<Thrust> Thrusts { get; }

    [Value(Sees = [nameof(Everything)])]
    public partial ValueHead Value { get; }
}
