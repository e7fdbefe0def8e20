namespace Masking.Policies.Tests;

public enum Rope { Slack, Tight }

/// <summary>Many agents with few joint actions: each chooses a value and an entity of its own set.</summary>
[MaskedPolicy]
public sealed partial class CrewPolicy
{
    [EntityMask(features: 2)]
    public partial DeepSetEncoder Sailors { get; }

    [ActionMask(Each = nameof(Sailors))]
    public partial Head<Rope> Haul { get; }

    [ActionMask(Each = nameof(Sailors), Over = nameof(Sailors))]
    public partial PointerHead Partner { get; }

    [Value]
    public partial ValueHead Value { get; }
}
