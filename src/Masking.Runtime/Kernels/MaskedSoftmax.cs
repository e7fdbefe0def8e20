using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Masking.Kernels;

/// <summary>
/// The masked softmax of rows: what is left of logits when the greatest legal one of their row is subtracted, and the exponentials of that. A row gives the same bits wherever it stands.
/// </summary>
internal static class MaskedSoftmax
{
    /// <summary>As many numbers as stay in the first-level cache while all passes go over them.</summary>
    private const int BlockSize = 2048;

    /// <summary>Normalises rows, one behind the other.</summary>
    /// <param name="source">Where the logits and flags are; what masked logits are enters nothing.</param>
    /// <param name="rows">The rows of the logits; empty: all, in order.</param>
    /// <param name="maskRows">For each of them its row of the mask; empty: the same.</param>
    /// <param name="shifted">For every legal choice its logit less the greatest of its row, at least the lowest finite number; -inf for masked ones.</param>
    /// <param name="exponentials">Their exponentials; 0 for masked ones.</param>
    /// <param name="totals">The sum of the exponentials of every row; 0 where nothing is legal.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalise(in MaskedLogits source, ReadOnlySpan<int> rows, ReadOnlySpan<int> maskRows, Span<float> shifted, Span<float> exponentials, Span<float> totals)
    {
        int width = source.Width;
        if (width == 0)
        {
            totals.Clear();
            return;
        }

        int rowsOfBlock = Math.Max(1, BlockSize / width);
        for (int first = 0; first < totals.Length; first += rowsOfBlock)
        {
            int end = Math.Min(first + rowsOfBlock, totals.Length);
            for (int i = first; i < end; i++)
            {
                int row = rows.IsEmpty ? i : rows[i];
                Shift(source.LogitsOf(row), source.FlagsOf(maskRows.IsEmpty ? row : maskRows[i]), shifted.Slice(i * width, width));
            }

            // Over all rows of a block at once, so that narrow rows fill the vectors too.
            VectorExp.Exp(shifted[(first * width)..(end * width)], exponentials[(first * width)..(end * width)]);
            for (int i = first; i < end; i++)
            {
                totals[i] = Sum(exponentials.Slice(i * width, width));
            }
        }
    }

    /// <summary>The exponentials of normalised rows at another temperature, and their sums.</summary>
    /// <param name="shifted">As <see cref="Normalise"/> leaves it.</param>
    /// <param name="temperature">Positive and finite.</param>
    /// <param name="exponentials">0 for masked choices.</param>
    /// <param name="totals">The sum of every row; 0 where nothing is legal.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Temper(ReadOnlySpan<float> shifted, double temperature, Span<float> exponentials, Span<float> totals)
    {
        TensorPrimitives.Divide(shifted, Temperatures.Reachable(temperature), exponentials);
        VectorExp.Exp(exponentials, exponentials);
        int width = totals.Length == 0 ? 0 : shifted.Length / totals.Length;
        for (int row = 0; row < totals.Length; row++)
        {
            totals[row] = Sum(exponentials.Slice(row * width, width));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Shift(ReadOnlySpan<float> logits, ReadOnlySpan<bool> mask, Span<float> shifted)
    {
        int vectors = Vector256.IsHardwareAccelerated ? logits.Length - (logits.Length % Vector256<float>.Count) : 0;
        Vector256<float> nothing = Vector256.Create(float.NegativeInfinity);
        Vector256<float> greatest = nothing;
        for (int i = 0; i < vectors; i += Vector256<float>.Count)
        {
            Vector256<float> values = Vector256.Create(logits.Slice(i, Vector256<float>.Count));
            Vector256<float> legal = mask.IsEmpty ? values : Vector256.ConditionalSelect(MaskVectors.At(mask, i).AsSingle(), values, nothing);
            greatest = Vector256.Max(greatest, legal);
            legal.CopyTo(shifted.Slice(i, Vector256<float>.Count));
        }

        float max = float.NegativeInfinity;
        for (int lane = 0; vectors > 0 && lane < Vector256<float>.Count; lane++)
        {
            max = Math.Max(max, greatest[lane]);
        }

        for (int i = vectors; i < logits.Length; i++)
        {
            float legal = mask.IsEmpty || mask[i] ? logits[i] : float.NegativeInfinity;
            max = Math.Max(max, legal);
            shifted[i] = legal;
        }

        if (float.IsNegativeInfinity(max))
        {
            return;     // nothing is legal, and nothing is left
        }

        Vector256<float> subtrahend = Vector256.Create(max);
        Vector256<float> lowest = Vector256.Create(float.MinValue);
        for (int i = 0; i < vectors; i += Vector256<float>.Count)
        {
            Vector256<float> legal = Vector256.Create(shifted.Slice(i, Vector256<float>.Count));
            Vector256<float> below = Vector256.Max(legal - subtrahend, lowest);
            Vector256.ConditionalSelect(Vector256.Equals(legal, nothing), nothing, below).CopyTo(shifted.Slice(i, Vector256<float>.Count));
        }

        for (int i = vectors; i < logits.Length; i++)
        {
            shifted[i] = float.IsNegativeInfinity(shifted[i]) ? shifted[i] : Math.Max(shifted[i] - max, float.MinValue);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum(ReadOnlySpan<float> values)
    {
        int vectors = Vector256.IsHardwareAccelerated ? values.Length - (values.Length % Vector256<float>.Count) : 0;
        Vector256<float> sums = Vector256<float>.Zero;
        for (int i = 0; i < vectors; i += Vector256<float>.Count)
        {
            sums += Vector256.Create(values.Slice(i, Vector256<float>.Count));
        }

        float total = vectors > 0 ? Vector256.Sum(sums) : 0;
        for (int i = vectors; i < values.Length; i++)
        {
            total += values[i];
        }

        return total;
    }
}
