using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Masking.CompilerServices;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Host memory that is shared by a tensor and managed code. Values that are written to a span are in the tensor without a copy.
/// </summary>
/// <remarks>A generated <c>Batch</c> creates the buffers of a policy, and returns their spans.</remarks>
/// <example>
/// <code><![CDATA[
/// using var batch = new Masking.CompilerServices.HostBatch("ChessPolicy.Batch", environments: 2);
/// HostBuffer<float> boards = batch.Numbers("Board", [12, 8, 8], new Masking.CompilerServices.HostAxis("plane", 12));
/// boards.At(1, 0)[3] = 1;                                     // environment 1, plane 0: 64 cells
/// Console.WriteLine(boards.Tensor[1, 0, 0, 3].item<float>()); // 1; Tensor (2, 12, 8, 8)
/// ]]></code>
/// </example>
/// <typeparam name="T">The element type.</typeparam>
public sealed class HostBuffer<T> : HostBuffer where T : unmanaged
{
    /// <summary>The alignment of the widest vector registers, which libtorch also uses for its own memory.</summary>
    private const int AlignmentInBytes = 64;

    private readonly HostAxis[] _axes;
    private readonly T[] _initial;
    private readonly Tensor _tensor;
    private readonly int _offset;
    private readonly int _length;
    private readonly int _blockLength;

    // The memory is a pinned array instead of libtorch's memory: a span keeps the array alive after the buffer was disposed, and creating a
    // span needs no native call.
    private T[]? _memory;

    /// <param name="name">The name of the buffer, for error messages.</param>
    /// <param name="shape">The shape of the tensor.</param>
    /// <param name="axes">The indexed axes, the environments first. Together they have as many elements as the leading axes of the
    /// shape.</param>
    /// <param name="type">The element type of the tensor, which corresponds to <typeparamref name="T"/>.</param>
    /// <param name="initial">The initial values of the last elements of the shape, which repeat.</param>
    internal HostBuffer(string name, ReadOnlySpan<long> shape, ReadOnlySpan<HostAxis> axes, ScalarType type, ReadOnlySpan<T> initial)
        : base(name)
    {
        int padding = AlignmentInBytes / Unsafe.SizeOf<T>();
        _length = ElementCount(name, shape, Array.MaxLength - padding);
        _axes = axes.ToArray();
        int blocks = 1;
        foreach (HostAxis axis in axes)
        {
            blocks *= axis.Size;
        }

        _blockLength = blocks == 0 ? 0 : _length / blocks;
        _initial = initial.ToArray();
        _memory = GC.AllocateUninitializedArray<T>(_length + padding, pinned: true);
        _offset = AlignedOffset(_memory);
        Initialize(_memory.AsSpan(_offset, _length));

        using Tensor flat = frombuffer(_memory, type, _length, _offset);
        _tensor = flat.view(shape.ToArray()).DetachFromDisposeScope();
    }

    /// <summary>The tensor over the memory. It is the same instance in every call, and belongs to no dispose scope.</summary>
    /// <exception cref="ObjectDisposedException">The batch of the buffer was disposed.</exception>
    public Tensor Tensor
    {
        get
        {
            MemoryOrThrow();
            return _tensor;
        }
    }

    /// <summary>Returns the elements at an index of the leading axes, row-major.</summary>
    /// <param name="place">The index on each indexed axis; the first is the environment.</param>
    /// <exception cref="ArgumentException">The number of indices differs from the number of indexed axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The batch of the buffer was disposed.</exception>
    public Span<T> At(params ReadOnlySpan<int> place)
    {
        T[] memory = MemoryOrThrow();
        if (place.Length != _axes.Length)
        {
            throw new ArgumentException($"{Name}: expected {_axes.Length} indices, got {place.Length}.", nameof(place));
        }

        int block = 0;
        for (int axis = 0; axis < place.Length; axis++)
        {
            _axes[axis].RequireInRange(Name, place[axis]);
            block = (block * _axes[axis].Size) + place[axis];
        }

        return memory.AsSpan(_offset + (block * _blockLength), _blockLength);
    }

    internal override Tensor AnyTensor => Tensor;

    internal override void Clear(int environment)
    {
        T[] memory = MemoryOrThrow();
        int length = _length / _axes[0].Size;
        Initialize(memory.AsSpan(_offset + (environment * length), length));
    }

    internal override void Release()
    {
        _tensor.Dispose();
        _memory = null;
    }

    private void Initialize(Span<T> values)
    {
        if (_initial.Length == 1)
        {
            values.Fill(_initial[0]);
            return;
        }

        for (int first = 0; first < values.Length; first += _initial.Length)
        {
            _initial.CopyTo(values[first..]);
        }
    }

    private static int ElementCount(string name, ReadOnlySpan<long> shape, int limit)
    {
        long count = 1;
        foreach (long size in shape)
        {
            // The product cannot overflow: each factor is below 2³¹, and the loop ends as soon as the product exceeds the limit.
            count *= size;
            if (count > limit)
            {
                throw new ArgumentException($"{name}: expected at most {limit} elements, got {Expect.Text(shape)}.");
            }
        }

        return (int)count;
    }

    private static int AlignedOffset(T[] memory)
    {
        long address = Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0);
        long bytes = (AlignmentInBytes - (address % AlignmentInBytes)) % AlignmentInBytes;
        return (int)bytes / Unsafe.SizeOf<T>();
    }

    private T[] MemoryOrThrow() => _memory ?? throw new ObjectDisposedException(Name);
}
