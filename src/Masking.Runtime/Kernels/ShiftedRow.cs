using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Masking.Kernels;

/// <summary>The second half of a masked softmax: operations on one padded row that <see cref="MaskedRows.Shift"/> wrote.</summary>
internal static class ShiftedRow
{
    /// <summary>Writes the exponentials of a row, 0 where masked, and returns their sum: 0 in a row without a legal choice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Exponentials(ReadOnlySpan<float> shifted, Span<float> exponentials)
    {
        ref float from = ref MemoryMarshal.GetReference(shifted);
        ref float to = ref MemoryMarshal.GetReference(exponentials[..shifted.Length]);
        Vector256<float> total = Vector256<float>.Zero;
        for (int i = 0; i < shifted.Length; i += Lanes.Count)
        {
            Vector256<float> exponential = VectorExp.Exp(Vector256.LoadUnsafe(ref from, (nuint)i));
            exponential.StoreUnsafe(ref to, (nuint)i);
            total += exponential;
        }

        return Lanes.Sum(total);
    }

    /// <summary>The sum of the exponentials, and of their products with the row: with these <c>H = log Σ e - Σ e s / Σ e</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (float Total, float Moment) Moments(ReadOnlySpan<float> shifted)
    {
        ref float from = ref MemoryMarshal.GetReference(shifted);
        Vector256<float> total = Vector256<float>.Zero;
        Vector256<float> moment = Vector256<float>.Zero;
        for (int i = 0; i < shifted.Length; i += Lanes.Count)
        {
            Vector256<float> row = Vector256.LoadUnsafe(ref from, (nuint)i);
            Vector256<float> exponential = VectorExp.Exp(row);
            total += exponential;
            moment += exponential * Finite(row);
        }

        return (Lanes.Sum(total), Lanes.Sum(moment));
    }

    /// <summary>The gradient <c>p (constant + slope s)</c> of a row's logits; 0 where masked.</summary>
    /// <param name="shifted">The row.</param>
    /// <param name="total">The sum of its exponentials; more than 0.</param>
    /// <param name="constant">The constant term.</param>
    /// <param name="slope">The factor of the shifted logit s.</param>
    /// <param name="result">Receives one number for each element of the row.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gradient(ReadOnlySpan<float> shifted, float total, float constant, float slope, Span<float> result)
    {
        ref float from = ref MemoryMarshal.GetReference(shifted);
        ref float to = ref MemoryMarshal.GetReference(result[..shifted.Length]);
        Vector256<float> scale = Vector256.Create(1 / total);
        for (int i = 0; i < shifted.Length; i += Lanes.Count)
        {
            Vector256<float> row = Vector256.LoadUnsafe(ref from, (nuint)i);
            Vector256<float> factor = Vector256.FusedMultiplyAdd(Finite(row), Vector256.Create(slope), Vector256.Create(constant));
            (VectorExp.Exp(row) * scale * factor).StoreUnsafe(ref to, (nuint)i);
        }
    }

    /// <summary>The gradient of a row that does not define a distribution: one number wherever it is legal, and 0 where masked.</summary>
    /// <param name="shifted">The row.</param>
    /// <param name="gradient">The number.</param>
    /// <param name="result">One number for each element of the row.</param>
    public static void GradientOfNaN(ReadOnlySpan<float> shifted, float gradient, Span<float> result)
    {
        for (int i = 0; i < shifted.Length; i++)
        {
            result[i] = float.IsNaN(shifted[i]) ? gradient : 0;
        }
    }

    /// <summary>Adds the gradient <c>p · weight · (v - mean)</c> of an expectation <c>Σ p v</c>.</summary>
    /// <param name="shifted">The row.</param>
    /// <param name="total">The sum of its exponentials; more than 0.</param>
    /// <param name="values">The values v, one for each element of the row, finite.</param>
    /// <param name="mean">The expectation.</param>
    /// <param name="weight">The upstream gradient of the expectation.</param>
    /// <param name="result">One number for each element of the row.</param>
    public static void AddExpectationGradient(
        ReadOnlySpan<float> shifted,
        float total,
        ReadOnlySpan<float> values,
        float mean,
        float weight,
        Span<float> result
    )
    {
        Vector256<float> scale = Vector256.Create(weight / total);
        for (int i = 0; i < shifted.Length; i += Lanes.Count)
        {
            Vector256<float> change = VectorExp.Exp(At(shifted, i)) * scale * (At(values, i) - Vector256.Create(mean));
            (At(result, i) + change).CopyTo(result.Slice(i, Lanes.Count));
        }
    }

    /// <summary>The sum of products of the exponentials with values.</summary>
    /// <param name="shifted">The row.</param>
    /// <param name="values">The values, one for each element of the row, finite.</param>
    public static float Sum(ReadOnlySpan<float> shifted, ReadOnlySpan<float> values)
    {
        Vector256<float> sum = Vector256<float>.Zero;
        for (int i = 0; i < shifted.Length; i += Lanes.Count)
        {
            sum += VectorExp.Exp(At(shifted, i)) * At(values, i);
        }

        return Lanes.Sum(sum);
    }

    /// <summary>Adds the exponentials times a weight.</summary>
    /// <param name="shifted">The row.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="result">One number for each element of the row.</param>
    public static void AddExponentials(ReadOnlySpan<float> shifted, float weight, Span<float> result)
    {
        for (int i = 0; i < shifted.Length; i += Lanes.Count)
        {
            (At(result, i) + (VectorExp.Exp(At(shifted, i)) * Vector256.Create(weight))).CopyTo(result.Slice(i, Lanes.Count));
        }
    }

    /// <summary>
    /// Clamps to the lowest number whose exponential is positive. The result is multiplied by that exponential, and 0 · -inf would be NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Finite(Vector256<float> shifted) => Vector256.MaxNative(Vector256.Create(VectorExp.Lowest), shifted);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> At(ReadOnlySpan<float> numbers, int first) => Vector256.Create(numbers.Slice(first, Lanes.Count));
}
