namespace Masking.Policies.Tests;

public enum Gait { Halt, Walk, Run }

/// <summary>Bits with a gap, and values that are not a single bit.</summary>
[Flags]
public enum Signal : byte { None = 0, Lamp = 4, Horn = 1, Both = 5 }

/// <summary>A record struct with a chain of components that depend on each other, and bits.</summary>
public readonly record struct Maneuver(
    Gait Gait,
    [ActiveWhen(nameof(Maneuver.Gait), Gait.Walk, Gait.Run)] bool Left,
    [ActiveWhen(nameof(Maneuver.Left), true)] Signal Signal,
    [ActionMask(Choices = 3), ActiveWhen(nameof(Maneuver.Gait), Gait.Run)] int Pace);

/// <summary>A single agent with a record struct and bits, both of which depend on other heads.</summary>
[MaskedPolicy]
public sealed partial class DrillPolicy
{
    [Observation(3)]
    public partial MlpEncoder Ground { get; }

    [ActionMask, ActiveWhen(nameof(March), true)]
    public partial Head<Maneuver> Maneuver { get; }

    [ActionMask]
    public partial Head<bool> March { get; }

    [ActionMask, MaskPer(nameof(March))]
    public partial Head<Signal> Signals { get; }

    [Value]
    public partial ValueHead Value { get; }
}
