using System.Runtime.CompilerServices;
using Masking.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>The gradients of one choice's logits: its columns of the gradient of a tensor of logits.</summary>
/// <param name="gradients">The gradient of the tensor of logits, contiguous.</param>
/// <param name="choice">The choice.</param>
/// <param name="overwrites">Whether rows are overwritten instead of added to, because the memory is not initialized.</param>
internal readonly ref struct LogitGradients(Tensor gradients, FusedChoice choice, bool overwrites)
{
    private readonly Span<float> _memory = HostMemory.Write<float>(gradients);
    private readonly int _stride = (int)gradients.size(-1);
    private readonly bool _overwrites = overwrites;

    /// <summary>Adds the gradients of one row, or writes them.</summary>
    /// <param name="row">The row.</param>
    /// <param name="gradient">A number for each logit, with padding.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int row, ReadOnlySpan<float> gradient)
    {
        Span<float> target = _memory.Slice((row * _stride) + choice.First, choice.Columns);
        if (_overwrites)
        {
            gradient[..target.Length].CopyTo(target);
            return;
        }

        TensorPrimitives.Add(target, gradient[..target.Length], target);
    }

    /// <summary>Adds to the gradient of one logit.</summary>
    /// <param name="row">The row.</param>
    /// <param name="action">The index of the logit among those of the choice.</param>
    /// <param name="gradient">The gradient.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int row, int action, float gradient) => _memory[(row * _stride) + choice.First + action] += gradient;
}
