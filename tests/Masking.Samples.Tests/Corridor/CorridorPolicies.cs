namespace Masking.Samples.Tests;

public enum Way
{
    Left, Right,
}

/// <summary>What going left and right in a corridor is worth.</summary>
[MaskedPolicy]
public sealed partial class CorridorValues
{
    [Observation(CorridorWorld.Places)] public partial MlpEncoder Place { get; }
    [ActionMask]                        public partial QHead<Way> Q { get; }
}
