namespace Masking.Policies.Tests;

/// <summary>The gear of a car.</summary>
public enum Gear { Neutral, Forward, Reverse }

/// <summary>How a car is driven: choices, numbers and bits, in mixed order.</summary>
public readonly record struct Driving(
    [ActionMask(Low = -1, High = 1)] float Steer,
    Gear Gear,
    [ActiveWhen(nameof(Driving.Gear), Gear.Forward, Gear.Reverse), ActionMask(Low = 0, High = 100)] float Gas,
    bool Brake);

/// <summary>A point: numbers only.</summary>
public readonly record struct Stick([ActionMask(Low = -1, High = 1)] float X, [ActionMask(Low = -2, High = 3)] float Y);

/// <summary>Numbers of every entity and of the agent, in record structs and alone.</summary>
[MaskedPolicy]
public sealed partial class RallyPolicy
{
    [Observation(2)]
    public partial MlpEncoder Road { get; }

    [EntityMask(features: 3)]
    public partial DeepSetEncoder Cars { get; }

    [ActionMask(Each = nameof(Cars))]
    public partial Head<Driving> Drives { get; }

    [ActionMask(Each = nameof(Cars), Low = 0, High = 5)]
    public partial Head<float> Gap { get; }

    [ActionMask]
    public partial Head<Stick> Lead { get; }

    [ActionMask]
    public partial Head<Driving> Own { get; }

    [ActionMask]
    public partial Head<bool> Horn { get; }

    [Value]
    public partial ValueHead Value { get; }
}
