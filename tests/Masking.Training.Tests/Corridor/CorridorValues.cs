namespace Masking.Training.Tests;

/// <summary>The action values of going left and right in a corridor.</summary>
[MaskedPolicy]
public sealed partial class CorridorValues
{
    [Observation(CorridorWorld.Places)] public partial MlpEncoder Place { get; }
    [ActionMask]                        public partial QHead<Way> Q { get; }
}
