using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Masking.Kernels;

/// <summary>
/// The exponential of float64 numbers up to 0: the same bits on every processor, also where a fused multiply-add is emulated.
/// </summary>
/// <remarks>
/// Range reduction by ln 2 in two parts, and the Taylor polynomial of degree 13: within 4e-16 relative (Cody and Waite 1980, "Software
/// Manual for the Elementary Functions").
/// </remarks>
internal static class VectorExp64
{
    /// <summary>Below it the result is subnormal, and replaced by 0.</summary>
    private const double Lowest = -708;

    private const double PerLog2 = 1.4426950408889634;
    private const double Ln2High = 0.693147180369123816490;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double Magic = 6755399441055744;      // 1.5 · 2⁵²: adding it rounds to an integer, which the low bits then hold
    private const int ExponentShift = 52;

    /// <summary>The coefficients 1/k! from degree 13 to 0.</summary>
    private static ReadOnlySpan<double> Coefficients =>
    [
        1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040, 1.0 / 720, 1.0 / 120,
        1.0 / 24, 1.0 / 6, 1.0 / 2, 1, 1,
    ];

    /// <summary>The exponentials of numbers from -inf to 0, which are not NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Exp(Vector256<double> x)
    {
        Vector256<double> lowest = Vector256.Create(Lowest);
        Vector256<double> clamped = Vector256.MaxNative(lowest, x);
        Vector256<double> shifted = Vector256.FusedMultiplyAdd(clamped, Vector256.Create(PerLog2), Vector256.Create(Magic));
        Vector256<double> whole = shifted - Vector256.Create(Magic);
        Vector256<double> rest = Vector256.FusedMultiplyAdd(whole, Vector256.Create(-Ln2High), clamped);
        rest = Vector256.FusedMultiplyAdd(whole, Vector256.Create(-Ln2Low), rest);
        Vector256<double> result = Vector256.Create(Coefficients[0]);
        for (int i = 1; i < Coefficients.Length; i++)
        {
            result = Vector256.FusedMultiplyAdd(result, rest, Vector256.Create(Coefficients[i]));
        }

        Vector256<long> scaled = result.AsInt64() + Vector256.ShiftLeft(shifted.AsInt64(), ExponentShift);
        return Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(x, lowest), scaled.AsDouble(), Vector256<double>.Zero);
    }
}
