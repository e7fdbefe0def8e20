using TorchSharp;

namespace Masking.Benchmarks.Comparing;

/// <summary>
/// Cached scalars. A scalar that is converted in the call may be finalized while the native operation still reads it.
/// </summary>
internal static class Scalars
{
    public static readonly Scalar Zero = 0;
    public static readonly Scalar One = 1;
    public static readonly Scalar True = true;
}
