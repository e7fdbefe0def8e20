using Masking;

namespace Examples.Language;

public readonly record struct Steering(
    [ActionMask(Low = -1, High = 1)] float Wheel,
    [ActionMask(Low = 0, High = 1)] float Gas,
    bool Brake);

[MaskedPolicy]
public sealed partial class CarPolicy
{
    [Observation(12)]                     public partial MlpEncoder Road { get; }
    [ActionMask(Low = -180, High = 180)]  public partial Head<float> Angle { get; }
    [ActionMask]                          public partial Head<Steering> Car { get; }
}
