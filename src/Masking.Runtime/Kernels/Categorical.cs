using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Masking.Kernels;

/// <summary>Categorical choices: draws and log-probabilities of rows that <see cref="MaskedRows.Shift"/> wrote.</summary>
internal static class Categorical
{
    /// <summary>Draws a choice for each row.</summary>
    /// <param name="shifted">The rows.</param>
    /// <param name="words">A random word for each row.</param>
    /// <param name="choices">Receives the choice of each row; -1 in a row without a legal choice.</param>
    /// <param name="totals">Receives the sum of the exponentials of each row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Draw(ReadOnlySpan<float> shifted, ReadOnlySpan<uint> words, Span<long> choices, Span<float> totals)
    {
        int stride = words.Length == 0 ? Lanes.Count : shifted.Length / words.Length;
        if (stride == Lanes.Count)
        {
            DrawFromVectors(shifted, words, choices, totals);
            return;
        }

        using Scratch<float> scratch = new(stackalloc float[Scratch.OnStack], stride);
        Span<float> exponentials = scratch.Span;
        Span<double> sums = stackalloc double[InverseCdf.ShortRow];
        for (int i = 0; i < words.Length; i++)
        {
            float total = ShiftedRow.Exponentials(shifted.Slice(i * stride, stride), exponentials);
            choices[i] = InverseCdf.Draw(exponentials, total, Uniform.Of(words[i]), sums);
            totals[i] = total;
        }
    }

    /// <summary>As <see cref="Draw"/>, for rows of one vector, whose exponentials stay in a register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DrawFromVectors(ReadOnlySpan<float> shifted, ReadOnlySpan<uint> words, Span<long> choices, Span<float> totals)
    {
        ref float row = ref MemoryMarshal.GetReference(shifted);
        for (int i = 0; i < words.Length; i++)
        {
            Vector256<float> exponentials = VectorExp.Exp(Vector256.LoadUnsafe(ref row, (nuint)(i * Lanes.Count)));
            float total = Lanes.Sum(exponentials);
            choices[i] = InverseCdf.Draw(exponentials, total, Uniform.Of(words[i]));
            totals[i] = total;
        }
    }

    /// <summary>Draws a choice for each row at a temperature.</summary>
    /// <param name="shifted">The rows.</param>
    /// <param name="temperature">The divisor of the logits.</param>
    /// <param name="words">A random word for each row.</param>
    /// <param name="choices">Receives the choice of each row; -1 in a row without a legal choice.</param>
    public static void DrawAt(ReadOnlySpan<float> shifted, float temperature, ReadOnlySpan<uint> words, Span<long> choices)
    {
        int stride = words.Length == 0 ? Lanes.Count : shifted.Length / words.Length;
        using Scratch<float> scratch = new(stackalloc float[Scratch.OnStack], stride);
        Span<float> tempered = scratch.Span;
        Span<float> total = stackalloc float[1];
        for (int i = 0; i < words.Length; i++)
        {
            TensorPrimitives.Divide(shifted.Slice(i * stride, stride), temperature, tempered);
            Draw(tempered, words.Slice(i, 1), choices.Slice(i, 1), total);
        }
    }

    /// <summary>
    /// The sums of the exponentials of rows, their logarithms, and the entropies <c>log Σ e - Σ e s / Σ e</c>; 0, -inf and 0 in a row
    /// without a legal choice.
    /// </summary>
    /// <param name="shifted">The rows.</param>
    /// <param name="totals">Receives the sums.</param>
    /// <param name="logTotals">Receives their logarithms.</param>
    /// <param name="entropies">Receives the entropies.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Moments(ReadOnlySpan<float> shifted, Span<float> totals, Span<float> logTotals, Span<float> entropies)
    {
        int stride = totals.Length == 0 ? Lanes.Count : shifted.Length / totals.Length;
        for (int i = 0; i < totals.Length; i++)
        {
            (totals[i], entropies[i]) = ShiftedRow.Moments(shifted.Slice(i * stride, stride));
        }

        VectorLog.Log(totals, logTotals);
        for (int i = 0; i < totals.Length; i++)
        {
            entropies[i] = totals[i] == 0 ? 0 : logTotals[i] - (entropies[i] / totals[i]);
        }
    }

    /// <summary>
    /// The log-probability of a choice: -inf for a masked choice, and for -1 in a row with a legal choice; 0 for -1 in a row without one.
    /// </summary>
    /// <param name="shifted">The row.</param>
    /// <param name="logTotal">The logarithm of the sum of its exponentials; -inf in a row without a legal choice.</param>
    /// <param name="choice">The choice.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LogProb(ReadOnlySpan<float> shifted, float logTotal, long choice)
    {
        if (choice < 0)
        {
            return float.IsNegativeInfinity(logTotal) ? 0 : float.IsNaN(logTotal) ? logTotal : float.NegativeInfinity;
        }

        // The log-probability of a legal choice is finite, however small its probability is.
        float chosen = shifted[(int)choice];
        return float.IsNegativeInfinity(chosen) ? chosen : Math.Max(chosen - logTotal, float.MinValue);
    }

    /// <summary>The first of the most probable choices; -1 in a row without a legal choice.</summary>
    public static long Mode(ReadOnlySpan<float> shifted) => shifted.IndexOf(0f);      // the greatest logit was subtracted
}
