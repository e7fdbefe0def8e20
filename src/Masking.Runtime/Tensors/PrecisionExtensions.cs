using static TorchSharp.torch;

namespace Masking.Tensors;

internal static class PrecisionExtensions
{
    /// <summary>Whether a tensor has half precision. Distributions and action values compute such tensors in float32.</summary>
    public static bool IsHalf(this Tensor tensor) => tensor.dtype is ScalarType.Float16 or ScalarType.BFloat16;
}
