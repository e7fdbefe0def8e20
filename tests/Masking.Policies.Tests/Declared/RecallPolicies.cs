namespace Masking.Policies.Tests;

/// <summary>Observes a cue, and must repeat it later; a GRU core.</summary>
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

/// <summary>The same with an LSTM core.</summary>
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

/// <summary>The same without a recurrent core.</summary>
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
