using static TorchSharp.torch;

namespace Masking;

/// <summary>Where the gradients of one choice's logits lie, beside those of others.</summary>
/// <param name="gradients">The gradient of a tensor of logits, contiguous.</param>
/// <param name="choice">The choice.</param>
internal readonly ref struct LogitGradients(Tensor gradients, FusedChoice choice)
{
    private readonly Span<float> _memory = HostMemory.Write<float>(gradients);
    private readonly int _stride = (int)gradients.size(-1);

    /// <summary>The gradients of one row.</summary>
    public Span<float> Of(int row) => _memory.Slice((row * _stride) + choice.First, choice.Columns);
}
