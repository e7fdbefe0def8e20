using TorchSharp;

namespace Masking.Training;

/// <summary>
/// Scalars for tensor operations. They are kept in fields, because the garbage collector may release a temporary <see cref="Scalar"/> while
/// native code reads it. Overloads of <c>add</c> without an alpha argument create such a temporary, so pass <see cref="One"/>.
/// </summary>
internal static class Scalars
{
    public static readonly Scalar Zero = 0;
    public static readonly Scalar One = 1;
}
