namespace Masking.Training.Tests;

/// <summary>Action values whose observation has two members.</summary>
[MaskedPolicy]
public sealed partial class PairValues
{
    [Observation(2)]          public partial MlpEncoder First { get; }
    [Observation(3)]          public partial MlpEncoder Second { get; }
    [ActionMask(Choices = 2)] public partial QHead<int> Guess { get; }
}
