using System.Buffers;

namespace Masking.Kernels;

/// <summary>
/// A scratch buffer for the numbers of one row: on the stack if they fit, otherwise rented. It is aligned to a cache line, because a vector
/// load across two cache lines cannot be forwarded from a recent store.
/// </summary>
/// <typeparam name="T">The type of the numbers.</typeparam>
internal readonly ref struct Scratch<T> where T : unmanaged
{
    private readonly T[]? _rented;

    /// <param name="onStack">Memory on the stack.</param>
    /// <param name="length">The number of elements.</param>
    public Scratch(Span<T> onStack, int length)
    {
        int needed = length + CacheLine.Elements<T>();
        _rented = needed <= onStack.Length ? null : ArrayPool<T>.Shared.Rent(needed);
        Span<T> memory = _rented ?? onStack;
        Span = memory.Slice(CacheLine.FirstAligned<T>(memory), length);
    }

    /// <summary>The memory, not initialized.</summary>
    public Span<T> Span { get; }

    /// <summary>Returns a rented array.</summary>
    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<T>.Shared.Return(_rented);
        }
    }
}

internal static class Scratch
{
    /// <summary>The number of elements of a buffer on the stack.</summary>
    public const int OnStack = 128;
}
