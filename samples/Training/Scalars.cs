using TorchSharp;

namespace Masking.Samples.Training;

/// <summary>
/// Numbers that tensors meet. The garbage collector may release one that was converted on the spot while the operation still reads it, and
/// <c>add</c> of a tensor or a number alone converts a 1.
/// </summary>
internal static class Scalars
{
    public static readonly Scalar Zero = 0;
    public static readonly Scalar One = 1;
}
