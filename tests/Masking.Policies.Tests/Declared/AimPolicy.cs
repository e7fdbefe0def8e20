namespace Masking.Policies.Tests;

/// <summary>A choice that depends on a number from an interval that is not centered at 0.</summary>
[MaskedPolicy]
public sealed partial class AimPolicy
{
    [Observation(3)]
    public partial MlpEncoder View { get; }

    [Core(8)]
    public partial MlpCore Core { get; }

    [ActionMask(Low = 10, High = 50, AllowEmpty = true)]
    public partial Head<float> Angle { get; }

    [ActionMask(Choices = 4), Given(nameof(Angle))]
    public partial Head<int> Power { get; }
}
