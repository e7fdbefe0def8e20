using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>A policy with a buffer of an element type that model files cannot have.</summary>
[MaskedPolicy]
public sealed partial class ComplexPolicy
{
    private readonly Tensor phases = zeros(2, ScalarType.ComplexFloat32);

    [Observation(2)] public partial MlpEncoder Wave { get; }
    [ActionMask]     public partial Head<bool> Jump { get; }

    public Tensor Phases => phases;
}
