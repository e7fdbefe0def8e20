using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Networks;

/// <summary>A convolution without two faults of libtorch.</summary>
/// <remarks>
/// On processors with AVX-512, a convolution of more than 16 planes reads memory beyond their end unless their number is a multiple of 16,
/// and the result is wrong or NaN. A small single map makes libtorch ask NNPACK, which writes a warning to the console in each call if it
/// does not support the processor, as on many virtual machines.
/// </remarks>
internal static class SafeConvolution
{
    private const int BlockSize = 16;

    /// <summary>The most numbers of a single map for which libtorch asks NNPACK. It convolves larger ones faster.</summary>
    private const long SmallMap = 20_480;

    /// <summary>Convolves maps.</summary>
    /// <param name="convolution">A convolution with a square kernel that keeps the size of maps.</param>
    /// <param name="input"><c>(batch, channels, height, width)</c>.</param>
    /// <returns><c>(batch, filters, height, width)</c>. Intermediate tensors join the current dispose scope.</returns>
    public static Tensor Convolve(Conv2d convolution, Tensor input)
    {
        if (!input.is_cpu())
        {
            return convolution.call(input);
        }

        if (input.size(0) == 1 && input.numel() <= SmallMap)
        {
            return ConvolveSingle(convolution, input);
        }

        long channels = input.size(1);
        long missing = channels <= BlockSize ? 0 : -channels & (BlockSize - 1);
        return missing == 0 ? convolution.call(input) : ConvolvePadded(convolution, input, missing);
    }

    /// <summary>Convolves one map with a matrix product, which is what libtorch does where it does not use NNPACK.</summary>
    private static Tensor ConvolveSingle(Conv2d convolution, Tensor input)
    {
        Tensor weight = convolution.weight;
        (long kernel, long padding) = (weight.size(2), weight.size(2) / 2);
        Tensor windows = nn.functional.unfold(input, kernel, padding: padding).transpose(1, 2);
        Tensor filtered = nn.functional.linear(windows, weight.flatten(1), convolution.bias);
        return filtered.transpose(1, 2).reshape(1, weight.size(0), input.size(2), input.size(3));
    }

    /// <summary>Convolves maps whose planes and weights are padded with zeros, which do not change the result.</summary>
    private static Tensor ConvolvePadded(Conv2d convolution, Tensor input, long missing)
    {
        Tensor weight = convolution.weight;
        Tensor planes = zeros([input.size(0), missing, input.size(2), input.size(3)], input.dtype);
        Tensor weights = zeros([weight.size(0), missing, weight.size(2), weight.size(3)], weight.dtype);
        long padding = weight.size(2) / 2;
        return nn.functional.conv2d(cat([input, planes], 1), cat([weight, weights], 1), convolution.bias, padding: [padding, padding]);
    }
}
