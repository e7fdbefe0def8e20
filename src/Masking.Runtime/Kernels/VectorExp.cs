using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Masking.Kernels;

/// <summary>The exponential of numbers that are not positive: the same bits on every processor, also where a fused operation has to be computed by others, and exactly 1 of 0.</summary>
/// <remarks>Range reduction by ln 2 in two parts, and a polynomial of the sixth degree: within 2.5e-7 relative (Cody and Waite 1980, "Software Manual for the Elementary Functions").</remarks>
internal static class VectorExp
{
    /// <summary>Below it the result is not normal any more, and taken for 0.</summary>
    public const float Lowest = -87.3f;

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

    /// <summary>The exponentials of numbers from -inf to 0, or NaN, which a maximum passes on where it comes second.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        Vector512<float> lowest = Vector512.Create(Lowest);
        Vector512<float> clamped = Vector512.MaxNative(lowest, x);
        Vector512<float> shifted = Vector512.FusedMultiplyAdd(clamped, Vector512.Create(PerLog2), Vector512.Create(Magic));
        Vector512<float> whole = shifted - Vector512.Create(Magic);
        Vector512<float> rest = Vector512.FusedMultiplyAdd(whole, Vector512.Create(-Ln2High), clamped);
        rest = Vector512.FusedMultiplyAdd(whole, Vector512.Create(-Ln2Low), rest);
        Vector512<float> result = Vector512.FusedMultiplyAdd(Vector512.Create(C6), rest, Vector512.Create(C5));
        result = Vector512.FusedMultiplyAdd(result, rest, Vector512.Create(C4));
        result = Vector512.FusedMultiplyAdd(result, rest, Vector512.Create(C3));
        result = Vector512.FusedMultiplyAdd(result, rest, Vector512.Create(C2));
        result = Vector512.FusedMultiplyAdd(result, rest, Vector512<float>.One);
        result = Vector512.FusedMultiplyAdd(result, rest, Vector512<float>.One);
        Vector512<int> scaled = result.AsInt32() + Vector512.ShiftLeft(shifted.AsInt32(), ExponentShift);
        return Vector512.ConditionalSelect(Vector512.LessThan(x, lowest), Vector512<float>.Zero, scaled.AsSingle());
    }
}
