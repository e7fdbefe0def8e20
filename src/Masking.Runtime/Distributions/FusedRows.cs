using System.Buffers;
using Masking.Kernels;
using static TorchSharp.torch;

namespace Masking;

/// <summary>Normalised rows in managed memory: all that a backward pass needs, for as long as it may come.</summary>
internal sealed class FusedRows
{
    private readonly int _count;
    private readonly bool _hasMask;
    private readonly bool _isRented;
    private float[] _shifted;
    private float[] _exponentials;
    private float[] _totals;

    /// <summary>Normalises rows.</summary>
    /// <param name="logits"><c>(…, choices)</c> of float32 on the CPU.</param>
    /// <param name="mask"><c>(…, choices)</c> bool; null allows everything.</param>
    /// <param name="rowShape">The shape of one number a row.</param>
    public FusedRows(Tensor logits, Tensor? mask, long[] rowShape)
    {
        RowShape = rowShape;
        Width = (int)logits.size(-1);
        _count = (int)rowShape.AsSpan().Product();
        _hasMask = mask is not null;
        Logits = logits.requires_grad && is_grad_enabled() ? logits.alias() : null;

        // A backward pass may come after the distribution is gone; without one, the memory can be used again.
        _isRented = Logits is null;
        _shifted = Take(_count * Width);
        _exponentials = Take(_count * Width);
        _totals = Take(_count);
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        MaskedSoftmax.Normalise(HostMemory.Read<float>(logits), mask is null ? [] : HostMemory.Read<bool>(mask), Width, Shifted, Exponentials, Totals);
    }

    /// <summary>What the rows were made of; null where no gradient is wanted.</summary>
    public Tensor? Logits { get; }

    /// <summary>The shape of one number a row.</summary>
    public long[] RowShape { get; }

    /// <summary>The choices of a row.</summary>
    public int Width { get; }

    /// <summary>The number of rows.</summary>
    public int Count => _count;

    /// <summary>For every legal choice its logit less the greatest of its row; -inf where masked.</summary>
    public Span<float> Shifted => _shifted.AsSpan(0, _count * Width);

    /// <summary>Their exponentials.</summary>
    public Span<float> Exponentials => _exponentials.AsSpan(0, _count * Width);

    /// <summary>The sum of the exponentials of every row.</summary>
    public Span<float> Totals => _totals.AsSpan(0, _count);

    /// <summary>What is legal, as a new tensor; null where everything is.</summary>
    public Tensor? Mask()
    {
        if (!_hasMask)
        {
            return null;
        }

        Tensor mask = HostMemory.Create([.. RowShape, Width], ScalarType.Bool, out Span<bool> flags);
        Span<float> shifted = Shifted;
        for (int i = 0; i < flags.Length; i++)
        {
            flags[i] = !float.IsNegativeInfinity(shifted[i]);
        }

        return mask;
    }

    /// <summary>Gives memory back that no backward pass needs.</summary>
    public void Release()
    {
        if (!_isRented || _shifted.Length == 0)
        {
            return;
        }

        ArrayPool<float>.Shared.Return(_shifted);
        ArrayPool<float>.Shared.Return(_exponentials);
        ArrayPool<float>.Shared.Return(_totals);
        (_shifted, _exponentials, _totals) = ([], [], []);
    }

    private float[] Take(int length) => _isRented ? ArrayPool<float>.Shared.Rent(length) : GC.AllocateUninitializedArray<float>(length);
}
