using TorchSharp;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;
using static TorchSharp.torch;

namespace Masking.Tensors;

/// <summary>Finds NaN in numbers of a batch.</summary>
internal static class NaNRows
{
    /// <summary>The rows of the first axis that hold a NaN, in ascending order.</summary>
    /// <param name="numbers"><c>(batch, …)</c>, floating point.</param>
    public static List<long> Of(Tensor numbers)
    {
        List<long> rows = [];
        if (!Any(numbers))
        {
            return rows;
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor isNaN = numbers.isnan();
        ReadOnlySpan<bool> flags = HostMemory.Read<bool>(isNaN);
        int width = flags.Length / (int)numbers.size(0);
        for (int row = 0; row < numbers.size(0); row++)
        {
            if (flags.Slice(row * width, width).Contains(true))
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    /// <summary>
    /// Whether any number is NaN. The usual numbers, float32 on the CPU, are looked at in place, which is faster than an operation of the
    /// tensor library.
    /// </summary>
    private static bool Any(Tensor numbers)
    {
        if (HostMemory.HoldsFloat32(numbers) && numbers.is_contiguous())
        {
            // One NaN makes the sum NaN. So do infinities of both signs, which the rows then tell apart.
            return float.IsNaN(TensorPrimitives.Sum(HostMemory.Read<float>(numbers)));
        }

        using DisposeScope scope = NewDisposeScope();
        return numbers.isnan().any().item<bool>();
    }
}
