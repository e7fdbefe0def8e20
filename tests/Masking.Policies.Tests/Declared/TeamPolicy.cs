namespace Masking.Policies.Tests;

/// <summary>
/// A single commander, and every unit of a set with sight, act; a second set; a map of declared size to point at; no value.
/// </summary>
[MaskedPolicy]
public sealed partial class TeamPolicy
{
    [EntityMask(features: 4, Pairwise = true)]
    public partial AttentionEncoder Units { get; }

    [EntityMask(features: 3)]
    public partial DeepSetEncoder Enemies { get; }

    [Observation(2, 3, 4)]
    public partial ConvEncoder Ground { get; }

    [ActionMask(Each = nameof(Units))]
    public partial Head<Direction> Moves { get; }

    [ActionMask(Choices = 5)]
    public partial Head<int> Formation { get; }

    [ActionMask(Over = nameof(Ground))]
    public partial PointerHead Rally { get; }

    [ActionMask(Each = nameof(Units), Over = nameof(Enemies))]
    public partial PointerHead Targets { get; }
}
