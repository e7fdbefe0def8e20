namespace Masking.Policies.Tests;

/// <summary>Action values with few parameters, whose files are small.</summary>
[MaskedPolicy]
public sealed partial class TinyValues
{
    [Observation(2)] public partial MlpEncoder Sea { get; } = new(2, width: 2);
    [Core(2)]        public partial MlpCore Core { get; }
    [ActionMask]     public partial QHead<Stop> Next { get; }
}
