using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Masking.Kernels;

/// <summary>
/// The exponential of numbers that are not positive. A number gives the same bits in a vector and alone, on every processor, and 0 gives exactly 1: no operation is fused.
/// </summary>
/// <remarks>Range reduction by ln 2 in two parts, and a polynomial of the sixth degree: within 1e-7 relative (Cody and Waite 1980, "Software Manual for the Elementary Functions").</remarks>
internal static class VectorExp
{
    private const float Lowest = -87.3f;            // below it the result is not normal any more, and taken for 0
    private const float PerLog2 = 1.44269504f;
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;
    private const float Magic = 12582912f;          // 1.5 · 2²³: adding it rounds to an integer, which the low bits then hold
    private const int ExponentShift = 23;

    // Of the polynomial, from the sixth degree to the second; the first two are 1.
    private const float C6 = 1f / 720;
    private const float C5 = 1f / 120;
    private const float C4 = 1f / 24;
    private const float C3 = 1f / 6;
    private const float C2 = 1f / 2;

    /// <summary>Writes the exponentials of numbers from -inf to 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Exp(ReadOnlySpan<float> numbers, Span<float> exponentials)
    {
        int vectors = Vector256.IsHardwareAccelerated ? numbers.Length - (numbers.Length % Vector256<float>.Count) : 0;
        for (int i = 0; i < vectors; i += Vector256<float>.Count)
        {
            Exp(Vector256.Create(numbers.Slice(i, Vector256<float>.Count))).CopyTo(exponentials.Slice(i, Vector256<float>.Count));
        }

        for (int i = vectors; i < numbers.Length; i++)
        {
            exponentials[i] = Exp(numbers[i]);
        }
    }

    /// <summary>The exponentials of numbers from -inf to 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        Vector256<float> clamped = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(Lowest)), Vector256.Create(Lowest), x);
        Vector256<float> shifted = (clamped * Vector256.Create(PerLog2)) + Vector256.Create(Magic);
        Vector256<float> whole = shifted - Vector256.Create(Magic);
        Vector256<float> rest = clamped - (whole * Vector256.Create(Ln2High));
        rest -= whole * Vector256.Create(Ln2Low);
        Vector256<float> result = (Vector256.Create(C6) * rest) + Vector256.Create(C5);
        result = (result * rest) + Vector256.Create(C4);
        result = (result * rest) + Vector256.Create(C3);
        result = (result * rest) + Vector256.Create(C2);
        result = (result * rest) + Vector256<float>.One;
        result = (result * rest) + Vector256<float>.One;
        Vector256<int> scaled = result.AsInt32() + Vector256.ShiftLeft(shifted.AsInt32(), ExponentShift);
        return Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(Lowest)), Vector256<float>.Zero, scaled.AsSingle());
    }

    private static float Exp(float x)
    {
        if (x < Lowest)
        {
            return 0;
        }

        float shifted = (x * PerLog2) + Magic;
        float whole = shifted - Magic;
        float rest = x - (whole * Ln2High);
        rest -= whole * Ln2Low;
        float result = (C6 * rest) + C5;
        result = (result * rest) + C4;
        result = (result * rest) + C3;
        result = (result * rest) + C2;
        result = (result * rest) + 1;
        result = (result * rest) + 1;
        return BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(result) + (BitConverter.SingleToInt32Bits(shifted) << ExponentShift));
    }
}
