namespace Masking.Policies.Tests;

public enum Drift { Stay, North, South }

/// <summary>Every drone of a set chooses a value and a drone, and has a value of its own, which also reads the wind.</summary>
[MaskedPolicy]
public sealed partial class SwarmPolicy
{
    [EntityMask(features: 3)]
    public partial AttentionEncoder Drones { get; }

    [Observation(2)]
    public partial MlpEncoder Wind { get; }

    [ActionMask(Each = nameof(Drones))]
    public partial Head<Drift> Move { get; }

    [ActionMask(Each = nameof(Drones), Over = nameof(Drones))]
    public partial PointerHead Leader { get; }

    [Value(Each = nameof(Drones), Sees = [nameof(Wind)])]
    public partial ValueHead Worth { get; }
}
