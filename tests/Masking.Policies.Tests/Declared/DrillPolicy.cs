namespace Masking.Policies.Tests;

public enum Gait { Halt, Walk, Run }

/// <summary>Bits with a gap, beside values that are no bit of their own.</summary>
[Flags]
public enum Signal : byte { None = 0, Lamp = 4, Horn = 1, Both = 5 }

/// <summary>Something compound: a chain of components that depend on each other, and bits.</summary>
public readonly record struct Maneuver(
    Gait Gait,
    [ActiveWhen(nameof(Maneuver.Gait), Gait.Walk, Gait.Run)] bool Left,
    [ActiveWhen(nameof(Maneuver.Left), true)] Signal Signal,
    [ActionMask(Choices = 3), ActiveWhen(nameof(Maneuver.Gait), Gait.Run)] int Pace);

/// <summary>One agent that chooses something compound, and bits, and both depend on other heads.</summary>
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
