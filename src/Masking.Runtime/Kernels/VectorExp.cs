using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Masking.Kernels;

/// <summary>
/// The exponential of numbers up to 0: the same bits on every processor, also where a fused multiply-add is emulated, and exactly 1 for 0.
/// </summary>
/// <remarks>
/// Range reduction by ln 2 in two parts, and a polynomial of the sixth degree: within 2.5e-7 relative (Cody and Waite 1980, "Software
/// Manual for the Elementary Functions").
/// </remarks>
internal static class VectorExp
{
    /// <summary>Below it the result is subnormal, and replaced by 0.</summary>
    public const float Lowest = -87.3f;

    private const float PerLog2 = 1.44269504f;
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;
    private const float Magic = 12582912f;          // 1.5 · 2²³: adding it rounds to an integer, which the low bits then hold
    private const int ExponentShift = 23;

    // The coefficients of the polynomial from degree 6 to 2; those of degree 1 and 0 are 1.
    private const float C6 = 1f / 720;
    private const float C5 = 1f / 120;
    private const float C4 = 1f / 24;
    private const float C3 = 1f / 6;
    private const float C2 = 1f / 2;

    /// <summary>The exponentials of numbers from -inf to 0. NaN stays NaN, whatever its payload is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        Vector256<float> lowest = Vector256.Create(Lowest);
        Vector256<float> clamped = Vector256.MaxNative(lowest, x);
        Vector256<float> shifted = Vector256.FusedMultiplyAdd(clamped, Vector256.Create(PerLog2), Vector256.Create(Magic));
        Vector256<float> whole = shifted - Vector256.Create(Magic);
        Vector256<float> rest = Vector256.FusedMultiplyAdd(whole, Vector256.Create(-Ln2High), clamped);
        rest = Vector256.FusedMultiplyAdd(whole, Vector256.Create(-Ln2Low), rest);
        Vector256<float> result = Vector256.FusedMultiplyAdd(Vector256.Create(C6), rest, Vector256.Create(C5));
        result = Vector256.FusedMultiplyAdd(result, rest, Vector256.Create(C4));
        result = Vector256.FusedMultiplyAdd(result, rest, Vector256.Create(C3));
        result = Vector256.FusedMultiplyAdd(result, rest, Vector256.Create(C2));
        result = Vector256.FusedMultiplyAdd(result, rest, Vector256<float>.One);
        result = Vector256.FusedMultiplyAdd(result, rest, Vector256<float>.One);
        Vector256<int> scaled = result.AsInt32() + Vector256.ShiftLeft(shifted.AsInt32(), ExponentShift);

        // Scaling adds to the exponent bits, which would turn some NaNs into numbers.
        Vector256<float> zeroOrNaN = clamped - clamped;
        return Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(x, lowest), scaled.AsSingle(), zeroOrNaN);
    }
}
