using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Masking.CompilerServices;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking;

/// <summary>Host memory that a tensor and managed code share: what is written to a span is in the tensor, without a copy.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class HostBuffer<T> : HostBuffer where T : unmanaged
{
    /// <summary>That of the widest vectors; libtorch aligns its own memory likewise.</summary>
    private const int AlignmentInBytes = 64;

    private readonly HostAxis[] _places;
    private readonly T _initial;
    private readonly Tensor _tensor;
    private readonly int _first;
    private readonly int _count;
    private readonly int _part;

    // A pinned array, and not memory of libtorch: a span keeps it alive, whatever is disposed, and making one costs no native call.
    private T[]? _memory;

    /// <param name="name">What it holds, for errors.</param>
    /// <param name="shape">The tensor's shape.</param>
    /// <param name="places">The indices that lead to a part: together they cover the first axes of the shape, that of the environments
    /// first.</param>
    /// <param name="type">The tensor's element type, which is <typeparamref name="T"/>.</param>
    /// <param name="initial">What every element is at first.</param>
    internal HostBuffer(string name, ReadOnlySpan<long> shape, ReadOnlySpan<HostAxis> places, ScalarType type, T initial)
        : base(name)
    {
        int slack = AlignmentInBytes / Unsafe.SizeOf<T>();
        _count = CountOf(name, shape, Array.MaxLength - slack);
        _places = places.ToArray();
        int parts = 1;
        foreach (HostAxis place in places)
        {
            parts *= place.Size;
        }

        _part = parts == 0 ? 0 : _count / parts;
        _initial = initial;
        _memory = GC.AllocateUninitializedArray<T>(_count + slack, pinned: true);
        _first = FirstAligned(_memory);
        _memory.AsSpan(_first, _count).Fill(initial);

        using Tensor flat = frombuffer(_memory, type, _count, _first);
        _tensor = flat.view(shape.ToArray()).DetachFromDisposeScope();
    }

    /// <summary>The tensor over the memory, the same at every call. It belongs to no dispose scope.</summary>
    /// <exception cref="ObjectDisposedException">The memory was released.</exception>
    public Tensor Tensor
    {
        get
        {
            Memory();
            return _tensor;
        }
    }

    /// <summary>The part at a place.</summary>
    /// <param name="place">One index for each axis that leads to a part.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index lies outside.</exception>
    /// <exception cref="ObjectDisposedException">The memory was released.</exception>
    public Span<T> At(params ReadOnlySpan<int> place)
    {
        T[] memory = Memory();
        if (place.Length != _places.Length)
        {
            throw new ArgumentException($"{Name}: expected {_places.Length} indices, got {place.Length}.", nameof(place));
        }

        int part = 0;
        for (int axis = 0; axis < place.Length; axis++)
        {
            _places[axis].Check(Name, place[axis]);
            part = (part * _places[axis].Size) + place[axis];
        }

        return memory.AsSpan(_first + (part * _part), _part);
    }

    internal override Tensor AnyTensor => Tensor;

    internal override void Clear(int environment)
    {
        T[] memory = Memory();
        int length = _count / _places[0].Size;
        memory.AsSpan(_first + (environment * length), length).Fill(_initial);
    }

    internal override void Release()
    {
        _tensor.Dispose();
        _memory = null;
    }

    private static int CountOf(string name, ReadOnlySpan<long> shape, int most)
    {
        long count = 1;
        foreach (long size in shape)
        {
            // Of sizes below 2³¹ the product of two never overflows, and a third is not multiplied to what is too much already.
            count *= size;
            if (count > most)
            {
                throw new ArgumentException($"{name}: expected room for at most {most} elements, got {Expect.Text(shape)}.");
            }
        }

        return (int)count;
    }

    private static int FirstAligned(T[] memory)
    {
        long address = Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0);
        long bytes = (AlignmentInBytes - (address % AlignmentInBytes)) % AlignmentInBytes;
        return (int)bytes / Unsafe.SizeOf<T>();
    }

    private T[] Memory() => _memory ?? throw new ObjectDisposedException(Name);
}
