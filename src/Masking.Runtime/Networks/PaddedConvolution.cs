using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Networks;

/// <summary>
/// A convolution that pads the number of input planes to a multiple of 16. Without the padding, libtorch on processors with AVX-512 reads
/// memory beyond the end of the planes, and the result is wrong or NaN.
/// </summary>
internal static class PaddedConvolution
{
    private const int BlockSize = 16;

    /// <summary>Convolves maps. The planes and the weights are padded with zeros, which do not change the result.</summary>
    /// <param name="convolution">A convolution with a square kernel that keeps the size of maps.</param>
    /// <param name="input"><c>(batch, channels, height, width)</c>.</param>
    /// <returns><c>(batch, filters, height, width)</c>. Intermediate tensors join the current dispose scope.</returns>
    public static Tensor Convolve(Conv2d convolution, Tensor input)
    {
        // Up to 16 planes, and on other devices, libtorch is correct.
        long channels = input.size(1);
        long missing = channels <= BlockSize ? 0 : -channels & (BlockSize - 1);
        if (missing == 0 || !input.is_cpu())
        {
            return convolution.call(input);
        }

        Tensor weight = convolution.weight;
        Tensor planes = zeros([input.size(0), missing, input.size(2), input.size(3)], input.dtype);
        Tensor weights = zeros([weight.size(0), missing, weight.size(2), weight.size(3)], weight.dtype);
        long padding = weight.size(2) / 2;
        return nn.functional.conv2d(cat([input, planes], 1), cat([weight, weights], 1), convolution.bias, padding: [padding, padding]);
    }
}
