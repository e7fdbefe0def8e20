namespace Masking.Policies.Tests;

/// <summary>What a tank does.</summary>
public enum TankOrder { Hold, Drive, Shoot }

/// <summary>Numbers from intervals: alone, with a condition, and with a range for each choice of another head.</summary>
[MaskedPolicy]
public sealed partial class TankPolicy
{
    [Observation(4)]
    public partial MlpEncoder View { get; }

    [ActionMask]
    public partial Head<TankOrder> Command { get; }

    [ActionMask(Low = -180, High = 180), ActiveWhen(nameof(Command), TankOrder.Shoot)]
    public partial Head<float> Angle { get; }

    [ActionMask(Low = 0, High = 10)]
    public partial Head<float> Speed { get; }

    [ActionMask(Low = -0.5, High = 0.25), MaskPer(nameof(Command))]
    public partial Head<float> Lean { get; }

    [ActionMask(Low = 1, High = 2, AllowEmpty = true)]
    public partial Head<float> Charge { get; }

    [Value]
    public partial ValueHead Value { get; }
}
