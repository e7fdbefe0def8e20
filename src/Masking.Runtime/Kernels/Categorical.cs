using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Masking.Kernels;

/// <summary>What follows from one normalised row of <see cref="MaskedSoftmax"/>, and the gradients of that to its logits.</summary>
internal static class Categorical
{
    /// <summary>The log-probability of a choice: -inf for a masked one and for -1 where there is a legal one; 0 for -1 where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float LogProb(ReadOnlySpan<float> shifted, float total, long action)
    {
        if (action < 0)
        {
            return total > 0 ? float.NegativeInfinity : 0;
        }

        float chosen = shifted[(int)action];
        return float.IsNegativeInfinity(chosen) ? chosen : Math.Max(chosen - MathF.Log(total), float.MinValue);
    }

    /// <summary>The entropy <c>log Σ e - Σ e s / Σ e</c>; 0 where nothing is legal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Entropy(ReadOnlySpan<float> shifted, ReadOnlySpan<float> exponentials, float total) =>
        total > 0 ? MathF.Log(total) - (Expectation(exponentials, shifted) / total) : 0;

    /// <summary>Adds the probabilities, times a weight; nothing where nothing is legal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddProbs(ReadOnlySpan<float> exponentials, float total, float weight, Span<float> result)
    {
        if (total > 0)
        {
            TensorPrimitives.MultiplyAdd(exponentials, weight / total, result, result);
        }
    }

    /// <summary>The first of the greatest choices; -1 where nothing is legal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long Greatest(ReadOnlySpan<float> shifted, float total) =>
        total > 0 ? shifted.IndexOf(0f) : -1;      // the greatest is what all were shifted by

    /// <summary>Adds the gradient of the log-probability, <c>g (onehot(a) - p)</c>: nothing where masked, and nothing where the action is impossible or none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddLogProbGradient(ReadOnlySpan<float> shifted, ReadOnlySpan<float> exponentials, float total, long action, float gradient, Span<float> result)
    {
        if (action < 0 || float.IsNegativeInfinity(shifted[(int)action]))
        {
            return;
        }

        TensorPrimitives.MultiplyAdd(exponentials, -gradient / total, result, result);
        result[(int)action] += gradient;
    }

    /// <summary>Adds the gradient of the entropy, <c>-g p (log p + H)</c>: nothing where masked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddEntropyGradient(ReadOnlySpan<float> shifted, ReadOnlySpan<float> exponentials, float total, float entropy, float gradient, Span<float> result)
    {
        if (total <= 0)
        {
            return;
        }

        float scale = -gradient / total;
        float offset = entropy - MathF.Log(total);
        int vectors = Vector256.IsHardwareAccelerated ? shifted.Length - (shifted.Length % Vector256<float>.Count) : 0;
        for (int i = 0; i < vectors; i += Vector256<float>.Count)
        {
            // A masked choice is -inf here, and its exponential 0: their product would be NaN.
            Vector256<float> weight = Vector256.Create(exponentials.Slice(i, Vector256<float>.Count));
            Vector256<float> value = weight * scale * (Vector256.Create(shifted.Slice(i, Vector256<float>.Count)) + Vector256.Create(offset));
            Span<float> target = result.Slice(i, Vector256<float>.Count);
            (Vector256.Create<float>(target) + Vector256.ConditionalSelect(Vector256.GreaterThan(weight, Vector256<float>.Zero), value, Vector256<float>.Zero)).CopyTo(target);
        }

        for (int i = vectors; i < shifted.Length; i++)
        {
            result[i] += exponentials[i] > 0 ? exponentials[i] * scale * (shifted[i] + offset) : 0;
        }
    }

    /// <summary>Adds the gradient of an expectation <c>Σ p v</c>, <c>g p (v - Σ p v)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddExpectationGradient(ReadOnlySpan<float> exponentials, float total, ReadOnlySpan<float> values, float gradient, Span<float> result)
    {
        if (total <= 0)
        {
            return;
        }

        float mean = Expectation(exponentials, values) / total;
        float scale = gradient / total;
        for (int i = 0; i < values.Length; i++)
        {
            result[i] += exponentials[i] > 0 ? exponentials[i] * scale * (values[i] - mean) : 0;
        }
    }

    /// <summary>The sum of products, where a weight of 0 counts nothing, whatever its value is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Expectation(ReadOnlySpan<float> weights, ReadOnlySpan<float> values)
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
}
