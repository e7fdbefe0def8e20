using static TorchSharp.torch;

namespace Masking.Tensors;

internal static class PrecisionExtensions
{
    /// <summary>Whether a tensor has half precision. Distributions and action values compute such tensors in float32.</summary>
    public static bool IsHalf(this Tensor tensor) => tensor.dtype.IsHalf();

    /// <summary>The element type in which distributions compute logits of an element type.</summary>
    public static ScalarType ComputedType(this ScalarType type) => type.IsHalf() ? ScalarType.Float32 : type;

    private static bool IsHalf(this ScalarType type) => type is ScalarType.Float16 or ScalarType.BFloat16;
}
