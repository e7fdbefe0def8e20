namespace Masking.Policies.Tests;

/// <summary>An enum with gaps and a negative value, not in the order of its numbers.</summary>
public enum Stop { Mole = 3, Island = -2, Town = 10 }

/// <summary>Action values of a single agent. A row without a legal action is the end of the trip.</summary>
[MaskedPolicy]
public sealed partial class FerryValues
{
    [Observation(4)]
    public partial MlpEncoder Sea { get; }

    [Core(16)]
    public partial MlpCore Core { get; }

    /// <summary>The value of each destination.</summary>
    [ActionMask]
    public partial QHead<Stop> Next { get; }
}
