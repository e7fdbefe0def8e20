using System.Buffers;
using Masking.Kernels;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>
/// The memory of rows. Without a gradient it is a rented array, which is returned after the last use. If a backward pass may follow, a
/// small block is an array and a large block is a tensor that autograd keeps and releases: arrays of that size are large objects, and
/// would cost a full garbage collection every few calls.
/// </summary>
internal sealed class RowMemory
{
    /// <summary>The length from which an array is a large object.</summary>
    private const int LargeArray = 80_000 / sizeof(float);

    private readonly int _length;
    private readonly bool _isRented;
    private readonly int _offset;
    private float[]? _array;
    private Tensor? _tensor;

    /// <param name="length">The number of elements.</param>
    /// <param name="isKept">Whether a backward pass may follow.</param>
    public RowMemory(int length, bool isKept)
    {
        _length = length;
        _isRented = !isKept;
        if (isKept && length > LargeArray)
        {
            _tensor = empty(length, ScalarType.Float32);
        }
        else
        {
            int needed = length + CacheLine.Elements<float>();
            _array = isKept ? GC.AllocateUninitializedArray<float>(needed) : ArrayPool<float>.Shared.Rent(needed);
            _offset = CacheLine.FirstAligned<float>(_array);
        }
    }

    /// <summary>The elements.</summary>
    public Span<float> Span => _array is null ? HostMemory.Write<float>(_tensor!) : _array.AsSpan(_offset, _length);

    /// <summary>The tensor that holds a large block; null for an array.</summary>
    public Tensor? Tensor => _tensor;

    /// <summary>Replaces the tensor with one that holds the same values.</summary>
    public void ReplaceTensor(Tensor tensor) => _tensor = tensor;

    /// <summary>Returns the memory, unless autograd keeps it.</summary>
    public void Release()
    {
        _tensor?.Dispose();
        if (_isRented && _array is not null)
        {
            ArrayPool<float>.Shared.Return(_array);
            _array = null;
        }
    }

    /// <summary>Moves the memory out of a dispose scope into the one around it.</summary>
    public void MoveToOuterDisposeScope(DisposeScope scope)
    {
        if (_tensor is not null)
        {
            scope.MoveToOuter(_tensor);
        }
    }
}
