namespace Masking.Training.Tests;

/// <summary>A policy without a state value.</summary>
[MaskedPolicy]
public sealed partial class Valueless
{
    [Observation(2)]          public partial MlpEncoder First { get; }
    [ActionMask(Choices = 2)] public partial Head<int> Guess { get; }
}
