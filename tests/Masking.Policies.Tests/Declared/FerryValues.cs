namespace Masking.Policies.Tests;

/// <summary>Gaps, and a value below zero, out of order.</summary>
public enum Stop { Mole = 3, Island = -2, Town = 10 }

/// <summary>What going somewhere is worth to the one agent; where nothing is legal, the trip is over.</summary>
[MaskedPolicy]
public sealed partial class FerryValues
{
    [Observation(4)]
    public partial MlpEncoder Sea { get; }

    [Core(16)]
    public partial MlpCore Core { get; }

    /// <summary>Where to go.</summary>
    [ActionMask]
    public partial QHead<Stop> Next { get; }
}
