using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Masking.Kernels;

/// <summary>Draws by inverting a cumulative distribution.</summary>
internal static class InverseCdf
{
    /// <summary>The first choice at which the cumulative weight exceeds a share of the total; where rounding keeps it below, the last one with a weight. What has weight 0 is never drawn.</summary>
    /// <param name="weights">Not negative.</param>
    /// <param name="total">Their sum, up to rounding.</param>
    /// <param name="uniform">The share, in (0, 1).</param>
    /// <returns>The choice; -1 where no weight is greater than 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long Draw(ReadOnlySpan<float> weights, float total, double uniform)
    {
        if (!(total > 0))
        {
            return -1;
        }

        double threshold = uniform * total;
        double cumulative = 0;
        int i = 0;
        while (Vector256.IsHardwareAccelerated && i + Vector256<float>.Count <= weights.Length)
        {
            double next = cumulative + Vector256.Sum(Vector256.Create(weights.Slice(i, Vector256<float>.Count)));
            if (next > threshold)
            {
                break;
            }

            cumulative = next;
            i += Vector256<float>.Count;
        }

        for (; i < weights.Length; i++)
        {
            cumulative += weights[i];
            if (cumulative > threshold && weights[i] > 0)
            {
                return i;
            }
        }

        return weights.LastIndexOfAnyExcept(0f);
    }
}
