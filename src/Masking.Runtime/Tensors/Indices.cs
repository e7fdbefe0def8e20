using Scalar = TorchSharp.Scalar;
using static TorchSharp.torch;

namespace Masking.Tensors;

internal static class Indices
{
    /// <summary>0 … count - 1: <c>(count)</c> int64.</summary>
    public static Tensor Of(long count, Device device)
    {
        using Scalar stop = count;
        return arange(Scalars.Zero, stop, Scalars.One, ScalarType.Int64, device);
    }
}
