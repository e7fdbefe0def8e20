using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Masking.Kernels;

/// <summary>Draws and log-probabilities of rows of <see cref="MaskedRows.Shift"/>, of each of which one choice is taken.</summary>
internal static class Categorical
{
    /// <summary>Draws rows, one behind the other.</summary>
    /// <param name="shifted">The rows.</param>
    /// <param name="words">A random word for each row.</param>
    /// <param name="choices">Takes the choice of each row; -1 where nothing is legal.</param>
    /// <param name="totals">Takes the sum of the exponentials of each row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Draw(ReadOnlySpan<float> shifted, ReadOnlySpan<uint> words, Span<long> choices, Span<float> totals)
    {
        int stride = words.Length == 0 ? Lanes.Count : shifted.Length / words.Length;
        using Room<float> room = new(stackalloc float[Room.OnStack], stride);
        Span<float> exponentials = room.Span;
        Span<double> sums = stackalloc double[InverseCdf.Few];
        for (int i = 0; i < words.Length; i++)
        {
            float total = ShiftedRow.Exponentials(shifted.Slice(i * stride, stride), exponentials);
            choices[i] = InverseCdf.Draw(exponentials, total, Uniform.Of(words[i]), sums);
            totals[i] = total;
        }
    }

    /// <summary>Draws rows at another temperature.</summary>
    /// <param name="shifted">The rows.</param>
    /// <param name="temperature">What logits are divided by.</param>
    /// <param name="words">A random word for each row.</param>
    /// <param name="choices">Takes the choice of each row; -1 where nothing is legal.</param>
    public static void DrawAt(ReadOnlySpan<float> shifted, float temperature, ReadOnlySpan<uint> words, Span<long> choices)
    {
        int stride = words.Length == 0 ? Lanes.Count : shifted.Length / words.Length;
        using Room<float> room = new(stackalloc float[Room.OnStack], stride);
        Span<float> tempered = room.Span;
        Span<float> total = stackalloc float[1];
        for (int i = 0; i < words.Length; i++)
        {
            TensorPrimitives.Divide(shifted.Slice(i * stride, stride), temperature, tempered);
            Draw(tempered, words.Slice(i, 1), choices.Slice(i, 1), total);
        }
    }

    /// <summary>
    /// The sums of the exponentials of rows, their logarithms, and the entropies <c>log Σ e - Σ e s / Σ e</c>; 0, -inf and 0 where nothing
    /// is legal.
    /// </summary>
    /// <param name="shifted">The rows.</param>
    /// <param name="totals">Takes the sums.</param>
    /// <param name="logTotals">Takes their logarithms.</param>
    /// <param name="entropies">Takes the entropies.</param>
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
    /// The log-probability of a choice: -inf for a masked one and for -1 where there is a legal one; 0 for -1 where there is none.
    /// </summary>
    /// <param name="shifted">The row.</param>
    /// <param name="logTotal">The logarithm of the sum of its exponentials; -inf where nothing is legal.</param>
    /// <param name="choice">The choice.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LogProb(ReadOnlySpan<float> shifted, float logTotal, long choice)
    {
        if (choice < 0)
        {
            return float.IsNegativeInfinity(logTotal) ? 0 : float.IsNaN(logTotal) ? logTotal : float.NegativeInfinity;
        }

        // A legal choice has a finite log-probability, however far it lies below the greatest.
        float chosen = shifted[(int)choice];
        return float.IsNegativeInfinity(chosen) ? chosen : Math.Max(chosen - logTotal, float.MinValue);
    }

    /// <summary>The first of the greatest choices; -1 where nothing is legal.</summary>
    public static long Greatest(ReadOnlySpan<float> shifted) => shifted.IndexOf(0f);      // the greatest is what all were shifted by
}
