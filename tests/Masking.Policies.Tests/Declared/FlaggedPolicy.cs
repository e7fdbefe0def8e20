using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>A policy with buffers of element types that parameters do not have, and one without elements.</summary>
[MaskedPolicy]
public sealed partial class FlaggedPolicy
{
    private readonly Tensor flags = tensor(new[] { true, false, true });
    private readonly Tensor counts = tensor(new byte[] { 1, 200 });
    private readonly Tensor signs = tensor(new sbyte[] { -1, 1 });
    private readonly Tensor heights = tensor(new short[] { -300 });
    private readonly Tensor widths = tensor(70_000);
    private readonly Tensor none = zeros(0, 3);

    [Observation(4)] public partial MlpEncoder Globals { get; }
    [ActionMask]     public partial Head<bool> Jump { get; }

    public IEnumerable<Tensor> Buffers => [flags, counts, signs, heights, widths, none];
}
