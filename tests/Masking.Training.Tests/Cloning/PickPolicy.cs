namespace Masking.Training.Tests;

/// <summary>Picks one of three numbers, and says whether it is positive if it picks the first or the second.</summary>
[MaskedPolicy]
public sealed partial class PickPolicy
{
    [Observation(3)]                              public partial MlpEncoder Numbers { get; }
    [ActionMask]                                  public partial Head<Place> Pick { get; }
    [ActionMask, ActiveWhen(nameof(Pick), Place.First, Place.Second)]
                                                  public partial Head<bool> IsPositive { get; }
    [Value]                                       public partial ValueHead Value { get; }
}
