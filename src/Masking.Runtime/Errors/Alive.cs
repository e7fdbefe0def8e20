using System.Diagnostics.CodeAnalysis;

namespace Masking;

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

    [DoesNotReturn]
    private static void Throw(object owner) => throw new ObjectDisposedException(TypeText.Of(owner.GetType()));
}
