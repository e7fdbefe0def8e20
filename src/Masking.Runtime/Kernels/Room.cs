using System.Buffers;

namespace Masking.Kernels;

/// <summary>
/// Room for the numbers of one row: on the stack where they fit, else rented. It begins where a cache line does, because a vector that is
/// read across two lines cannot be taken from what was just written.
/// </summary>
/// <typeparam name="T">The numbers.</typeparam>
internal readonly ref struct Room<T> where T : unmanaged
{
    private readonly T[]? _rented;

    /// <param name="onStack">Memory on the stack.</param>
    /// <param name="length">How many numbers there are.</param>
    public Room(Span<T> onStack, int length)
    {
        int needed = length + CacheLine.Numbers<T>();
        _rented = needed <= onStack.Length ? null : ArrayPool<T>.Shared.Rent(needed);
        Span<T> memory = _rented ?? onStack;
        Span = memory.Slice(CacheLine.Begin<T>(memory), length);
    }

    /// <summary>The memory; what is in it is arbitrary.</summary>
    public Span<T> Span { get; }

    /// <summary>Gives back what was rented.</summary>
    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<T>.Shared.Return(_rented);
        }
    }
}

internal static class Room
{
    /// <summary>As many numbers as are put on the stack.</summary>
    public const int OnStack = 128;
}
