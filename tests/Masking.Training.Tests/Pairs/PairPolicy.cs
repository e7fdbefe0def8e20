namespace Masking.Training.Tests;

/// <summary>A policy whose observation has two members.</summary>
[MaskedPolicy]
public sealed partial class PairPolicy
{
    [Observation(2)]          public partial MlpEncoder First { get; }
    [Observation(3)]          public partial MlpEncoder Second { get; }
    [ActionMask(Choices = 2)] public partial Head<int> Guess { get; }
    [Value]                   public partial ValueHead Value { get; }
}
