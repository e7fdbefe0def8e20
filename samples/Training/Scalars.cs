using TorchSharp;

namespace Masking.Samples.Training;

/// <summary>Numbers that tensors meet: an implicit one would leave a native object to the garbage collector at every call.</summary>
internal static class Scalars
{
    public static readonly Scalar Zero = 0;
    public static readonly Scalar One = 1;
}
