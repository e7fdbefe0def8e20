using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Networks;

/// <summary>
/// Convolves maps whose number of planes is no multiple of a block. On processors with AVX-512, libtorch then reads memory behind the
/// planes, and the result is NaN where that memory happens to hold NaN.
/// </summary>
internal static class WholeBlocks
{
    private const int Planes = 16;

    /// <summary>The convolution of a map. Zeros fill the last block, of the planes and of the weights, and change no result.</summary>
    /// <param name="convolution">A convolution of square kernels that keeps the size of maps.</param>
    /// <param name="input"><c>(batch, channels, height, width)</c>.</param>
    /// <returns><c>(batch, filters, height, width)</c>. The tensors in between join the current dispose scope.</returns>
    public static Tensor Convolve(Conv2d convolution, Tensor input)
    {
        // Up to one block, and on other devices, libtorch is right.
        long channels = input.size(1);
        long missing = channels <= Planes ? 0 : -channels & (Planes - 1);
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
