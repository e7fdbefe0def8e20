using System.Diagnostics.CodeAnalysis;

namespace Masking.Errors;

/// <summary>Refuses to use what was disposed.</summary>
internal static class Alive
{
    /// <exception cref="ObjectDisposedException"><paramref name="isDisposed"/>; the owner's type is named.</exception>
    public static void Require(bool isDisposed, object owner)
    {
        if (isDisposed)
        {
            Throw(owner);
        }
    }

    /// <summary>The error for a distribution whose tensors went with their dispose scope.</summary>
    public static ObjectDisposedException WithoutScope(object owner) => WithoutScope(TypeText.Of(owner.GetType()));

    /// <summary>The error for a distribution whose tensors went with their dispose scope.</summary>
    public static ObjectDisposedException WithoutScope(string owner) => new(
        owner, "The dispose scope in which it was created has ended, and its tensors with it. Use it within that scope.");

    [DoesNotReturn]
    private static void Throw(object owner) => throw new ObjectDisposedException(TypeText.Of(owner.GetType()));
}
