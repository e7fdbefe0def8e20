using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Masking.Kernels;

/// <summary>
/// The masked softmax of rows that lie one behind the other: what is left of logits when the greatest legal one of their row is subtracted, and the exponentials of that.
/// </summary>
internal static class MaskedSoftmax
{
    /// <summary>As many rows as stay in the first-level cache while all passes go over them.</summary>
    private const int BlockSize = 2048;

    /// <summary>Normalises every row.</summary>
    /// <param name="logits">Row by row; what masked ones are enters nothing.</param>
    /// <param name="mask">As many flags, true = legal; empty where everything is.</param>
    /// <param name="width">The choices of a row, at least 1.</param>
    /// <param name="shifted">For every legal choice its logit less the greatest of its row, at least the lowest finite number; -inf for masked ones.</param>
    /// <param name="exponentials">Their exponentials; 0 for masked ones.</param>
    /// <param name="totals">The sum of the exponentials of every row; 0 where nothing is legal.</param>
    public static void Normalise(ReadOnlySpan<float> logits, ReadOnlySpan<bool> mask, int width, Span<float> shifted, Span<float> exponentials, Span<float> totals)
    {
        int rowsOfBlock = Math.Max(1, BlockSize / width);
        for (int first = 0; first < totals.Length; first += rowsOfBlock)
        {
            int rows = Math.Min(rowsOfBlock, totals.Length - first);
            int start = first * width;
            for (int row = first; row < first + rows; row++)
            {
                int place = row * width;
                ReadOnlySpan<bool> legal = mask.IsEmpty ? default : mask.Slice(place, width);
                Shift(logits.Slice(place, width), legal, shifted.Slice(place, width));
            }

            // Over all rows of a block at once, so that narrow rows fill the vectors too.
            VectorExp.Exp(shifted.Slice(start, rows * width), exponentials.Slice(start, rows * width));
            for (int row = first; row < first + rows; row++)
            {
                totals[row] = Sum(exponentials.Slice(row * width, width));
            }
        }
    }

    /// <summary>The probabilities of normalised rows; 0 where nothing is legal.</summary>
    public static void Probabilities(ReadOnlySpan<float> exponentials, ReadOnlySpan<float> totals, Span<float> probabilities)
    {
        int width = WidthOf(exponentials, totals);
        for (int row = 0; row < totals.Length; row++)
        {
            Span<float> numbers = probabilities.Slice(row * width, width);
            if (totals[row] > 0)
            {
                TensorPrimitives.Divide(exponentials.Slice(row * width, width), totals[row], numbers);
            }
            else
            {
                numbers.Clear();
            }
        }
    }

    /// <summary>The log-probabilities of normalised rows; 0 where masked.</summary>
    public static void LogProbabilities(ReadOnlySpan<float> shifted, ReadOnlySpan<float> totals, Span<float> logProbabilities)
    {
        int width = WidthOf(shifted, totals);
        for (int row = 0; row < totals.Length; row++)
        {
            float logTotal = MathF.Log(totals[row]);
            for (int i = row * width; i < (row + 1) * width; i++)
            {
                logProbabilities[i] = float.IsNegativeInfinity(shifted[i]) ? 0 : Math.Max(shifted[i] - logTotal, float.MinValue);
            }
        }
    }

    /// <summary>The log-probability of one choice a row: -inf for masked ones and for -1 where there is a legal one; 0 for -1 where there is none.</summary>
    public static void LogProb(ReadOnlySpan<float> shifted, ReadOnlySpan<float> totals, ReadOnlySpan<long> actions, Span<float> logProbs)
    {
        int width = WidthOf(shifted, totals);
        for (int row = 0; row < totals.Length; row++)
        {
            if (actions[row] < 0)
            {
                logProbs[row] = totals[row] > 0 ? float.NegativeInfinity : 0;
                continue;
            }

            float chosen = shifted[(row * width) + (int)actions[row]];
            logProbs[row] = float.IsNegativeInfinity(chosen) ? chosen : Math.Max(chosen - MathF.Log(totals[row]), float.MinValue);
        }
    }

    /// <summary>The entropies <c>log Σ e - Σ e s / Σ e</c> of normalised rows; 0 where nothing is legal.</summary>
    public static void Entropies(ReadOnlySpan<float> shifted, ReadOnlySpan<float> exponentials, ReadOnlySpan<float> totals, Span<float> entropies)
    {
        int width = WidthOf(shifted, totals);
        for (int row = 0; row < totals.Length; row++)
        {
            entropies[row] = totals[row] > 0
                ? MathF.Log(totals[row]) - (Expectation(exponentials.Slice(row * width, width), shifted.Slice(row * width, width)) / totals[row])
                : 0;
        }
    }

    /// <summary>The gradient of log-probabilities to the logits, <c>g (onehot(a) - p)</c>; 0 where masked, and in rows whose action is impossible or none.</summary>
    public static void LogProbGradient(
        ReadOnlySpan<float> shifted, ReadOnlySpan<float> exponentials, ReadOnlySpan<float> totals, ReadOnlySpan<long> actions, ReadOnlySpan<float> gradients, Span<float> result)
    {
        int width = WidthOf(shifted, totals);
        for (int row = 0; row < totals.Length; row++)
        {
            Span<float> ofRow = result.Slice(row * width, width);
            long action = actions[row];
            if (action < 0 || float.IsNegativeInfinity(shifted[(row * width) + (int)action]))
            {
                ofRow.Clear();
                continue;
            }

            TensorPrimitives.Multiply(exponentials.Slice(row * width, width), -gradients[row] / totals[row], ofRow);
            ofRow[(int)action] += gradients[row];
        }
    }

    /// <summary>The gradient of entropies to the logits, <c>-g p (log p + H)</c>; 0 where masked.</summary>
    public static void EntropyGradient(
        ReadOnlySpan<float> shifted, ReadOnlySpan<float> exponentials, ReadOnlySpan<float> totals, ReadOnlySpan<float> entropies, ReadOnlySpan<float> gradients, Span<float> result)
    {
        int width = WidthOf(shifted, totals);
        for (int row = 0; row < totals.Length; row++)
        {
            float offset = entropies[row] - MathF.Log(totals[row]);
            for (int i = row * width; i < (row + 1) * width; i++)
            {
                result[i] = exponentials[i] > 0 ? -gradients[row] * (exponentials[i] / totals[row]) * (shifted[i] + offset) : 0;
            }
        }
    }

    /// <summary>The first of the greatest choices of every normalised row; -1 where nothing is legal.</summary>
    public static void Greatest(ReadOnlySpan<float> shifted, ReadOnlySpan<float> totals, Span<long> choices)
    {
        // The greatest of a row is what all were shifted by.
        int width = WidthOf(shifted, totals);
        for (int row = 0; row < totals.Length; row++)
        {
            choices[row] = totals[row] > 0 ? shifted.Slice(row * width, width).IndexOf(0f) : -1;
        }
    }

    /// <summary>The exponentials of normalised rows at another temperature, and their sums.</summary>
    /// <param name="shifted">As <see cref="Normalise"/> leaves it.</param>
    /// <param name="temperature">Positive and finite.</param>
    /// <param name="exponentials">0 for masked choices.</param>
    /// <param name="totals">The sum of every row; 0 where nothing is legal.</param>
    public static void Temper(ReadOnlySpan<float> shifted, double temperature, Span<float> exponentials, Span<float> totals)
    {
        // Neither 0 / 0 nor ∞ / ∞ may come of a temperature that float does not reach.
        float divisor = (float)Math.Clamp(temperature, MathF.ScaleB(1, -120), float.MaxValue);
        TensorPrimitives.Divide(shifted, divisor, exponentials);
        VectorExp.Exp(exponentials, exponentials);
        int width = WidthOf(shifted, totals);
        for (int row = 0; row < totals.Length; row++)
        {
            totals[row] = Sum(exponentials.Slice(row * width, width));
        }
    }

    /// <summary>The sum of products, where a weight of 0 counts nothing, whatever its value is.</summary>
    private static float Expectation(ReadOnlySpan<float> weights, ReadOnlySpan<float> values)
    {
        int vectors = Vector256.IsHardwareAccelerated ? weights.Length - (weights.Length % Vector256<float>.Count) : 0;
        Vector256<float> sums = Vector256<float>.Zero;
        for (int i = 0; i < vectors; i += Vector256<float>.Count)
        {
            Vector256<float> weight = Vector256.Create(weights.Slice(i, Vector256<float>.Count));
            Vector256<float> product = weight * Vector256.Create(values.Slice(i, Vector256<float>.Count));
            sums += Vector256.ConditionalSelect(Vector256.GreaterThan(weight, Vector256<float>.Zero), product, Vector256<float>.Zero);
        }

        float total = vectors > 0 ? Vector256.Sum(sums) : 0;
        for (int i = vectors; i < weights.Length; i++)
        {
            total += weights[i] > 0 ? weights[i] * values[i] : 0;
        }

        return total;
    }

    private static int WidthOf(ReadOnlySpan<float> numbers, ReadOnlySpan<float> totals) => totals.Length == 0 ? 0 : numbers.Length / totals.Length;

    private static void Shift(ReadOnlySpan<float> logits, ReadOnlySpan<bool> mask, Span<float> shifted)
    {
        int vectors = Vector256.IsHardwareAccelerated ? logits.Length - (logits.Length % Vector256<float>.Count) : 0;
        Vector256<float> nothing = Vector256.Create(float.NegativeInfinity);
        Vector256<float> greatest = nothing;
        for (int i = 0; i < vectors; i += Vector256<float>.Count)
        {
            Vector256<float> values = Vector256.Create(logits.Slice(i, Vector256<float>.Count));
            Vector256<float> legal = mask.IsEmpty ? values : Vector256.ConditionalSelect(Flags(mask, i), values, nothing);
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

        Vector256<float> base256 = Vector256.Create(max);
        Vector256<float> lowest = Vector256.Create(float.MinValue);
        for (int i = 0; i < vectors; i += Vector256<float>.Count)
        {
            Vector256<float> legal = Vector256.Create(shifted.Slice(i, Vector256<float>.Count));
            Vector256<float> below = Vector256.Max(legal - base256, lowest);
            Vector256.ConditionalSelect(Vector256.Equals(legal, nothing), nothing, below).CopyTo(shifted.Slice(i, Vector256<float>.Count));
        }

        for (int i = vectors; i < logits.Length; i++)
        {
            shifted[i] = float.IsNegativeInfinity(shifted[i]) ? shifted[i] : Math.Max(shifted[i] - max, float.MinValue);
        }
    }

    /// <summary>All bits of a lane where its flag is true.</summary>
    private static Vector256<float> Flags(ReadOnlySpan<bool> mask, int first)
    {
        ulong eight = MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(mask.Slice(first, Vector256<float>.Count)));
        Vector128<ushort> words = Vector128.WidenLower(Vector128.CreateScalar(eight).AsByte());
        Vector256<uint> flags = Vector256.Create(Vector128.WidenLower(words), Vector128.WidenUpper(words));
        return Vector256.GreaterThan(flags, Vector256<uint>.Zero).AsSingle();
    }

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
