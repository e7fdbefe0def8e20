namespace Masking.Training.Tests;

/// <summary>Repeats the place that was shown in the first step of the episode.</summary>
[MaskedPolicy]
public sealed partial class RecallPolicy
{
    [Observation(3)] public partial MlpEncoder Shown { get; }
    [Core(32)]       public partial LstmCore Core { get; }
    [ActionMask]     public partial Head<Place> Pick { get; }
}
