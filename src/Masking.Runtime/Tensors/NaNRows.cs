using TorchSharp;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;
using static TorchSharp.torch;

namespace Masking.Tensors;

/// <summary>Finds the rows of a tensor that contain NaN.</summary>
internal static class NaNRows
{
    /// <summary>The indices along the first axis of the rows that contain a NaN, in ascending order.</summary>
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
    /// Whether any element is NaN. float32 tensors on the CPU, the usual case, are read in place, which is faster than a tensor operation.
    /// </summary>
    private static bool Any(Tensor numbers)
    {
        if (HostMemory.HoldsFloat32(numbers) && numbers.is_contiguous())
        {
            // A NaN makes the sum NaN. Infinities of both signs do so too; the test of each row then finds no NaN.
            return float.IsNaN(TensorPrimitives.Sum(HostMemory.Read<float>(numbers)));
        }

        using DisposeScope scope = NewDisposeScope();
        return numbers.isnan().any().item<bool>();
    }
}
