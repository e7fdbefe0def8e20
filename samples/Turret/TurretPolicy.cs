namespace Masking.Samples.Turret;

/// <summary>Drives a tank and, if it shoots, selects the angle of the turret.</summary>
[MaskedPolicy]
public sealed partial class TurretPolicy
{
    [Observation(TurretWorld.Features)]  public partial MlpEncoder View { get; }

    [ActionMask]                         public partial Head<Order> Command { get; }
    [ActionMask(Low = -180, High = 180), ActiveWhen(nameof(Command), Order.Shoot)]
                                         public partial Head<float> Angle { get; }

    [Value]                              public partial ValueHead Value { get; }
}
