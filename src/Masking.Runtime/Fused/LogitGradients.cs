using System.Runtime.CompilerServices;
using Masking.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>Where the gradients of one choice's logits lie, beside those of others.</summary>
/// <param name="gradients">The gradient of a tensor of logits, contiguous.</param>
/// <param name="choice">The choice.</param>
/// <param name="areNew">Whether nothing was written there yet: what is in memory is arbitrary then.</param>
internal readonly ref struct LogitGradients(Tensor gradients, FusedChoice choice, bool areNew)
{
    private readonly Span<float> _memory = HostMemory.Write<float>(gradients);
    private readonly int _stride = (int)gradients.size(-1);
    private readonly bool _areNew = areNew;

    /// <summary>Adds to the gradients of one row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="gradient">A number for each logit, and padding.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int row, ReadOnlySpan<float> gradient)
    {
        Span<float> target = _memory.Slice((row * _stride) + choice.First, choice.Columns);
        if (_areNew)
        {
            gradient[..target.Length].CopyTo(target);
            return;
        }

        TensorPrimitives.Add(target, gradient[..target.Length], target);
    }

    /// <summary>Adds to the gradient of one logit.</summary>
    /// <param name="row">The row.</param>
    /// <param name="action">The logit, among those of the choice.</param>
    /// <param name="gradient">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int row, int action, float gradient) => _memory[(row * _stride) + choice.First + action] += gradient;
}
