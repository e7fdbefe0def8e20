namespace Masking.Samples.Nim;

/// <summary>Selects how many coins the side to move takes.</summary>
[MaskedPolicy]
public sealed partial class NimPolicy
{
    /// <summary>The most coins of a pile.</summary>
    public const int MaxCoins = 12;

    [Observation(MaxCoins)]  public partial MlpEncoder Pile { get; }

    [ActionMask]             public partial Head<Take> Coins { get; }

    [Value]                  public partial ValueHead Value { get; }
}
