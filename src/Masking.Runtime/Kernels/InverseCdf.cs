using System.Runtime.Intrinsics;

namespace Masking.Kernels;

/// <summary>Draws by inverting cumulative distributions, with one uniform number a row.</summary>
internal static class InverseCdf
{
    /// <summary>Draws one choice a row. What has weight 0 is never drawn.</summary>
    /// <param name="weights">Not negative, row by row.</param>
    /// <param name="totals">The sum of every row, up to rounding; 0 where there is nothing to draw.</param>
    /// <param name="uniforms">In (0, 1), one a row.</param>
    /// <param name="choices">The choice of every row; -1 where there is nothing to draw.</param>
    public static void Draw(ReadOnlySpan<float> weights, ReadOnlySpan<float> totals, ReadOnlySpan<double> uniforms, Span<long> choices)
    {
        int width = totals.Length == 0 ? 0 : weights.Length / totals.Length;
        for (int row = 0; row < totals.Length; row++)
        {
            choices[row] = totals[row] > 0 ? Draw(weights.Slice(row * width, width), uniforms[row] * totals[row]) : -1;
        }
    }

    /// <summary>The first choice at which the cumulative weight exceeds a threshold; where rounding keeps it below, the last one with a weight.</summary>
    private static int Draw(ReadOnlySpan<float> weights, double threshold)
    {
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
