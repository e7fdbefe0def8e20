using System.Diagnostics.CodeAnalysis;

namespace Masking.Errors;

/// <summary>Throws if an object is used after it was disposed.</summary>
internal static class Alive
{
    /// <summary>Throws if <paramref name="isDisposed"/> is true.</summary>
    /// <param name="isDisposed">Whether the object was disposed.</param>
    /// <param name="owner">The object, whose type the error names.</param>
    /// <exception cref="ObjectDisposedException"><paramref name="isDisposed"/> is true.</exception>
    public static void Require(bool isDisposed, object owner)
    {
        if (isDisposed)
        {
            Throw(owner);
        }
    }

    /// <summary>Throws if an object was disposed, or if a dispose scope has disposed its tensors.</summary>
    /// <param name="isDisposed">Whether the object was disposed.</param>
    /// <param name="isReleased">Whether a dispose scope has disposed its tensors.</param>
    /// <param name="owner">The object, which the exception names.</param>
    /// <exception cref="ObjectDisposedException">One of both is true.</exception>
    public static void Require(bool isDisposed, bool isReleased, object owner)
    {
        Require(isDisposed, owner);
        if (isReleased)
        {
            throw ScopeEnded(owner);
        }
    }

    /// <summary>Returns the error for a distribution whose tensors were disposed by their dispose scope.</summary>
    public static ObjectDisposedException ScopeEnded(object owner) => ScopeEnded(TypeText.Of(owner.GetType()));

    /// <summary>Returns the error for a distribution whose tensors were disposed by their dispose scope.</summary>
    public static ObjectDisposedException ScopeEnded(string owner) => new(
        owner, "The dispose scope in which it was created has ended, and its tensors with it. Use it within that scope.");

    [DoesNotReturn]
    private static void Throw(object owner) => throw new ObjectDisposedException(TypeText.Of(owner.GetType()));
}
