using Scalar = TorchSharp.Scalar;
using static TorchSharp.torch;

namespace Masking.Tensors;

/// <summary>
/// Constants for tensor operations. A number that is implicitly converted to a <see cref="Scalar"/> creates a native object at every call,
/// and TorchSharp does not keep that object alive during the call. If its finalizer runs while the operation still reads it, the operation
/// fails or uses a wrong number. <c>add</c> of a tensor alone is affected too, because it converts a 1.
/// </summary>
internal static class Scalars
{
    public static readonly Scalar Zero = 0;
    public static readonly Scalar One = 1;
    public static readonly Scalar MinusOne = -1;
    public static readonly Scalar NegativeInfinity = double.NegativeInfinity;
    public static readonly Scalar PositiveInfinity = double.PositiveInfinity;
    public static readonly Scalar NaN = double.NaN;

    /// <summary>Stands for log 0 where -inf would give NaN. Its exponential is 0 in every element type.</summary>
    public static readonly Scalar LogOfZero = -1000;

    private static readonly Scalar LowestSingle = float.MinValue;
    private static readonly Scalar LowestDouble = double.MinValue;

    /// <summary>The lowest finite number of an element type.</summary>
    public static Scalar Lowest(ScalarType type) => type == ScalarType.Float64 ? LowestDouble : LowestSingle;
}
