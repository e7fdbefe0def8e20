namespace Masking.Policies.Tests.Golden;

/// <summary>A number from an interval that contains those of the cases.</summary>
[MaskedPolicy]
public sealed partial class IntervalPolicy
{
    public const double HalfWidth = 8;

    [Observation(2)]
    public partial IdentityEncoder Outputs { get; }

    [Core(2)]
    public partial IdentityCore Core { get; }

    [ActionMask(Low = -HalfWidth, High = HalfWidth, AllowEmpty = true)]
    public partial Head<float> Number { get; }
}
