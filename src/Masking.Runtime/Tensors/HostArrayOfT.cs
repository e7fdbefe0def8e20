using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Masking.Tensors;

namespace Masking.CompilerServices;

/// <summary>An array in host memory with named indices and initial values.</summary>
/// <typeparam name="T">The element type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class HostArray<T> : HostArray where T : unmanaged
{
    /// <summary>The alignment of the widest vector registers, which libtorch also uses for its own memory.</summary>
    private const int AlignmentInBytes = 64;

    private readonly HostAxis[] _axes;
    private readonly T[] _initial;
    private readonly int _blockLength;

    // The memory is a pinned array instead of native memory: a span keeps the array alive after the owner was disposed, and creating a span
    // needs no native call.
    private T[]? _memory;

    /// <param name="owner">The name of the batch, for error messages.</param>
    /// <param name="member">The name of the member.</param>
    /// <param name="shape">The size of each axis.</param>
    /// <param name="axes">The indexed axes, the environments first. Together they have as many elements as the leading axes of the
    /// shape.</param>
    /// <param name="initial">The initial values of the last elements of the shape, which repeat.</param>
    internal HostArray(string owner, string member, ReadOnlySpan<long> shape, ReadOnlySpan<HostAxis> axes, ReadOnlySpan<T> initial)
        : base(owner, member, shape)
    {
        int padding = AlignmentInBytes / Unsafe.SizeOf<T>();
        Length = ElementCount(Name, shape, Array.MaxLength - padding);
        _axes = axes.ToArray();
        int blocks = 1;
        foreach (HostAxis axis in axes)
        {
            blocks *= axis.Size;
        }

        _blockLength = blocks == 0 ? 0 : Length / blocks;
        _initial = initial.ToArray();
        _memory = GC.AllocateUninitializedArray<T>(Length + padding, pinned: true);
        Offset = AlignedOffset(_memory);
        Initialize(Elements);
    }

    /// <inheritdoc/>
    internal override int Length { get; }

    /// <inheritdoc/>
    internal override long LengthInBytes => (long)Length * Unsafe.SizeOf<T>();

    /// <summary>The index of the first element in <see cref="Memory"/>.</summary>
    internal int Offset { get; }

    /// <summary>The pinned array that contains the elements.</summary>
    /// <exception cref="ObjectDisposedException">The owner of the array was disposed.</exception>
    internal T[] Memory => _memory ?? throw new ObjectDisposedException(Name);

    /// <summary>All elements, row-major.</summary>
    /// <exception cref="ObjectDisposedException">The owner of the array was disposed.</exception>
    internal Span<T> Elements => Memory.AsSpan(Offset, Length);

    /// <inheritdoc/>
    internal override nint Address => Marshal.UnsafeAddrOfPinnedArrayElement(Memory, Offset);

    /// <summary>Returns the elements at an index of the leading axes, row-major.</summary>
    /// <param name="place">The index on each indexed axis; the first is the environment.</param>
    /// <exception cref="ArgumentException">The number of indices differs from the number of indexed axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The owner of the array was disposed.</exception>
    public Span<T> At(params ReadOnlySpan<int> place) => Block(place);

    /// <inheritdoc cref="At"/>
    public Span<T> Row(params ReadOnlySpan<long> place) => Block(place);

    internal override void Clear(int environment)
    {
        int length = Length / _axes[0].Size;
        Initialize(Elements.Slice(environment * length, length));
    }

    internal override void Release() => _memory = null;

    private Span<T> Block<TIndex>(scoped ReadOnlySpan<TIndex> place) where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        T[] memory = Memory;
        if (place.Length != _axes.Length)
        {
            throw new ArgumentException($"{Name}: expected {_axes.Length} indices, got {place.Length}.", nameof(place));
        }

        int block = 0;
        for (int axis = 0; axis < place.Length; axis++)
        {
            long index = long.CreateTruncating(place[axis]);
            _axes[axis].RequireInRange(Name, index);
            block = (block * _axes[axis].Size) + (int)index;
        }

        return memory.AsSpan(Offset + (block * _blockLength), _blockLength);
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
}
