using System.Buffers;

namespace Masking.Kernels;

/// <summary>Room for the numbers of one row: on the stack where they fit, else rented.</summary>
/// <typeparam name="T">The numbers.</typeparam>
internal readonly ref struct Room<T>
{
    private readonly T[]? _rented;

    /// <param name="onStack">Memory on the stack.</param>
    /// <param name="length">How many numbers there are.</param>
    public Room(Span<T> onStack, int length)
    {
        _rented = length <= onStack.Length ? null : ArrayPool<T>.Shared.Rent(length);
        Span = length <= onStack.Length ? onStack[..length] : _rented.AsSpan(0, length);
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
    public const int OnStack = 64;
}
