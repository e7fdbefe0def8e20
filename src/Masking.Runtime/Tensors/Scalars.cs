using Scalar = TorchSharp.Scalar;
using static TorchSharp.torch;

namespace Masking.Tensors;

/// <summary>
/// Constants for tensor operations. A number converted to a <see cref="Scalar"/> on the spot leaves a native object to the
/// finalizer at every call, and TorchSharp does not keep it alive: the finalizer may come while the operation still reads it, which then
/// fails, or computes with whatever is there. The same holds for <c>add</c> of a tensor alone, which converts a 1.
/// </summary>
internal static class Scalars
{
    public static readonly Scalar Zero = 0;
    public static readonly Scalar One = 1;
    public static readonly Scalar MinusOne = -1;
    public static readonly Scalar NegativeInfinity = double.NegativeInfinity;
    public static readonly Scalar PositiveInfinity = double.PositiveInfinity;
    public static readonly Scalar NaN = double.NaN;

    /// <summary>Its exponential is 0 in every element type.</summary>
    public static readonly Scalar LogOfNothing = -1000;

    private static readonly Scalar LowestSingle = float.MinValue;
    private static readonly Scalar LowestDouble = double.MinValue;

    /// <summary>The lowest finite number of an element type.</summary>
    public static Scalar Lowest(ScalarType type) => type == ScalarType.Float64 ? LowestDouble : LowestSingle;
}
