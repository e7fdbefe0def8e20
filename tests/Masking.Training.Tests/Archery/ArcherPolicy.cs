namespace Masking.Training.Tests;

/// <summary>A shot: a number and a choice.</summary>
public readonly record struct Shot([ActionMask(Low = -1, High = 1)] float Angle, bool Fire);

/// <summary>A policy that chooses numbers from intervals beside choices, and alone.</summary>
[MaskedPolicy]
public sealed partial class ArcherPolicy
{
    [Observation(1)]                 public partial MlpEncoder Target { get; }
    [ActionMask]                     public partial Head<Shot> Shot { get; }
    [ActionMask(Low = 0, High = 10)] public partial Head<float> Rest { get; }
    [Value]                          public partial ValueHead Value { get; }
}
