using System.Buffers;
using Masking.Kernels;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>
/// The numbers of rows. Without a gradient they are rented, and given back when nothing needs them any more. Where a backward pass may
/// come, which may be after everything else is gone, few of them are the garbage collector's, and many are a tensor's, which autograd keeps
/// and releases: arrays of that size would cost a full collection every few calls.
/// </summary>
internal sealed class RowMemory
{
    /// <summary>From about here on arrays are large objects.</summary>
    private const int Many = 80_000 / sizeof(float);

    private readonly int _length;
    private readonly bool _isRented;
    private readonly int _begin;
    private float[]? _array;
    private Tensor? _tensor;

    /// <param name="length">How many numbers there are.</param>
    /// <param name="isKept">Whether a backward pass may come.</param>
    public RowMemory(int length, bool isKept)
    {
        _length = length;
        _isRented = !isKept;
        if (isKept && length > Many)
        {
            _tensor = empty(length, ScalarType.Float32);
        }
        else
        {
            int needed = length + CacheLine.Numbers<float>();
            _array = isKept ? GC.AllocateUninitializedArray<float>(needed) : ArrayPool<float>.Shared.Rent(needed);
            _begin = CacheLine.Begin<float>(_array);
        }
    }

    /// <summary>The numbers.</summary>
    public Span<float> Span => _array is null ? HostMemory.Write<float>(_tensor!) : _array.AsSpan(_begin, _length);

    /// <summary>The tensor that holds them; null where none does.</summary>
    public Tensor? Tensor => _tensor;

    /// <summary>Reads them from now on in a tensor that holds the same.</summary>
    public void ReadIn(Tensor tensor) => _tensor = tensor;

    /// <summary>Gives the memory back, unless autograd keeps it.</summary>
    public void Release()
    {
        _tensor?.Dispose();
        if (_isRented && _array is not null)
        {
            ArrayPool<float>.Shared.Return(_array);
            _array = null;
        }
    }

    /// <summary>Keeps the memory when the current dispose scope ends.</summary>
    public void MoveToOuterDisposeScope(DisposeScope scope)
    {
        if (_tensor is not null)
        {
            scope.MoveToOuter(_tensor);
        }
    }
}
