namespace Masking.Policies.Tests;

/// <summary>Hears a cue, and is asked for it later; remembers in gates.</summary>
[MaskedPolicy]
public sealed partial class GruRecallPolicy
{
    [Observation(2)]
    public partial MlpEncoder Cue { get; }

    [Core(16)]
    public partial GruCore Core { get; }

    [ActionMask]
    public partial Head<bool> Answer { get; }
}

/// <summary>The same with a cell.</summary>
[MaskedPolicy]
public sealed partial class LstmRecallPolicy
{
    [Observation(2)]
    public partial MlpEncoder Cue { get; }

    [Core(16)]
    public partial LstmCore Core { get; }

    [ActionMask]
    public partial Head<bool> Answer { get; }
}

/// <summary>The same without a memory.</summary>
[MaskedPolicy]
public sealed partial class ForgetfulRecallPolicy
{
    [Observation(2)]
    public partial MlpEncoder Cue { get; }

    [Core(16)]
    public partial MlpCore Core { get; }

    [ActionMask]
    public partial Head<bool> Answer { get; }
}
