using TorchSharp;

namespace Masking.Benchmarks.Comparing;

/// <summary>Numbers that tensors meet: one that is converted on the spot may be released while the operation still reads it.</summary>
internal static class Scalars
{
    public static readonly Scalar Zero = 0;
    public static readonly Scalar One = 1;
    public static readonly Scalar True = true;
}
