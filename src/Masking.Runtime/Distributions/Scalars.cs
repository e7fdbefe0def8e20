using Scalar = TorchSharp.Scalar;

namespace Masking;

/// <summary>
/// Constants for tensor operations. A number converted to a <see cref="Scalar"/> on the spot leaves a native object to the
/// finalizer at every call.
/// </summary>
internal static class Scalars
{
    public static readonly Scalar Zero = 0;
    public static readonly Scalar One = 1;
    public static readonly Scalar MinusOne = -1;
    public static readonly Scalar NegativeInfinity = double.NegativeInfinity;
    public static readonly Scalar PositiveInfinity = double.PositiveInfinity;

    /// <summary>The lowest finite number that every element type in use here can hold.</summary>
    public static readonly Scalar Lowest = float.MinValue;
}
