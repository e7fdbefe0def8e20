using static TorchSharp.torch;

namespace Masking.Runtime.Tests;

/// <summary>Reads tensors into arrays, row-major.</summary>
internal static class Read
{
    public static double[] Numbers(Tensor tensor)
    {
        using Tensor plain = tensor.detach();
        using Tensor wide = plain.to(ScalarType.Float64);
        using Tensor dense = wide.contiguous();
        return dense.numel() == 0 ? [] : dense.data<double>().ToArray();
    }

    public static long[] Actions(Tensor tensor)
    {
        Assert.Equal(ScalarType.Int64, tensor.dtype);
        using Tensor dense = tensor.contiguous();
        return dense.numel() == 0 ? [] : dense.data<long>().ToArray();
    }

    /// <summary>Returns the bytes of a tensor, so that NaN equals NaN and 0 differs from -0.</summary>
    public static byte[] Bits(Tensor tensor)
    {
        using Tensor plain = tensor.detach();
        using Tensor dense = plain.contiguous();
        return dense.numel() == 0 ? [] : dense.bytes.ToArray();
    }
}
