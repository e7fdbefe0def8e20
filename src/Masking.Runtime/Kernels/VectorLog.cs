using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Masking.Kernels;

/// <summary>
/// The natural logarithm of numbers that are 0, at least 1, or NaN: the same bits on every processor and in every lane, exactly 0 for 1.
/// </summary>
/// <remarks>
/// Range reduction to the square root of 1/2 and that of 2, and a polynomial of the eighth degree: within 2e-7 relative (Moshier 1989,
/// "Methods and Programs for Mathematical Functions").
/// </remarks>
internal static class VectorLog
{
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;
    private const float RootOfHalf = 0.707106781186547524f;
    private const int MantissaBits = 23;
    private const int BitsOfHalf = 126 << MantissaBits;     // the exponent of numbers from 1/2 to 1

    /// <summary>Writes the logarithms; -inf for 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Log(ReadOnlySpan<float> numbers, Span<float> logarithms)
    {
        int whole = numbers.Length & -Lanes.Count;
        for (int i = 0; i < whole; i += Lanes.Count)
        {
            Log(Vector256.Create(numbers.Slice(i, Lanes.Count))).CopyTo(logarithms.Slice(i, Lanes.Count));
        }

        if (whole < numbers.Length)
        {
            Span<float> rest = stackalloc float[Lanes.Count];
            rest.Clear();
            numbers[whole..].CopyTo(rest);
            Log(Vector256.Create<float>(rest)).CopyTo(rest);
            rest[..(numbers.Length - whole)].CopyTo(logarithms[whole..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Log(Vector256<float> x)
    {
        Vector256<int> bits = x.AsInt32() - Vector256.Create(BitsOfHalf);
        Vector256<float> mantissa = ((bits & Vector256.Create((1 << MantissaBits) - 1)) + Vector256.Create(BitsOfHalf)).AsSingle();
        Vector256<float> isSmall = Vector256.LessThan(mantissa, Vector256.Create(RootOfHalf));
        Vector256<float> exponent = Vector256.ConvertToSingle(bits >> MantissaBits) - (isSmall & Vector256<float>.One);
        Vector256<float> rest = mantissa + (isSmall & mantissa) - Vector256<float>.One;
        Vector256<float> square = rest * rest;
        Vector256<float> series = Vector256.Create(7.0376836292e-2f);
        series = Vector256.FusedMultiplyAdd(series, rest, Vector256.Create(-1.1514610310e-1f));
        series = Vector256.FusedMultiplyAdd(series, rest, Vector256.Create(1.1676998740e-1f));
        series = Vector256.FusedMultiplyAdd(series, rest, Vector256.Create(-1.2420140846e-1f));
        series = Vector256.FusedMultiplyAdd(series, rest, Vector256.Create(1.4249322787e-1f));
        series = Vector256.FusedMultiplyAdd(series, rest, Vector256.Create(-1.6668057665e-1f));
        series = Vector256.FusedMultiplyAdd(series, rest, Vector256.Create(2.0000714765e-1f));
        series = Vector256.FusedMultiplyAdd(series, rest, Vector256.Create(-2.4999993993e-1f));
        series = Vector256.FusedMultiplyAdd(series, rest, Vector256.Create(3.3333331174e-1f));
        series = series * rest * square;
        series = Vector256.FusedMultiplyAdd(exponent, Vector256.Create(Ln2Low), series);
        series = Vector256.FusedMultiplyAdd(square, Vector256.Create(-0.5f), series);
        Vector256<float> result = Vector256.FusedMultiplyAdd(exponent, Vector256.Create(Ln2High), rest + series);
        result = Vector256.ConditionalSelect(Vector256.Equals(x, Vector256<float>.Zero), Vector256.Create(float.NegativeInfinity), result);
        return Vector256.ConditionalSelect(Vector256.Equals(x, x), result, x);
    }
}
