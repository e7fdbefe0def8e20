using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Masking.Kernels;

/// <summary>The natural logarithm of numbers that are 0, at least 1, or NaN: the same bits on every processor and wherever a number stands, and exactly 0 of 1.</summary>
/// <remarks>Range reduction to the square root of 1/2 and that of 2, and a polynomial of the eighth degree: within 2e-7 relative (Moshier 1989, "Methods and Programs for Mathematical Functions").</remarks>
internal static class VectorLog
{
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;
    private const float RootOfHalf = 0.707106781186547524f;
    private const int MantissaBits = 23;
    private const int BitsOfHalf = 126 << MantissaBits;     // the exponent of numbers from 1/2 to 1

    /// <summary>Writes the logarithms; -inf of 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Log(ReadOnlySpan<float> numbers, Span<float> logarithms)
    {
        int whole = numbers.Length & -Lanes.Count;
        for (int i = 0; i < whole; i += Lanes.Count)
        {
            Log(Vector512.Create(numbers.Slice(i, Lanes.Count))).CopyTo(logarithms.Slice(i, Lanes.Count));
        }

        if (whole < numbers.Length)
        {
            Span<float> rest = stackalloc float[Lanes.Count];
            rest.Clear();
            numbers[whole..].CopyTo(rest);
            Log(Vector512.Create<float>(rest)).CopyTo(rest);
            rest[..(numbers.Length - whole)].CopyTo(logarithms[whole..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Log(Vector512<float> x)
    {
        Vector512<int> bits = x.AsInt32() - Vector512.Create(BitsOfHalf);
        Vector512<float> mantissa = ((bits & Vector512.Create((1 << MantissaBits) - 1)) + Vector512.Create(BitsOfHalf)).AsSingle();
        Vector512<float> isSmall = Vector512.LessThan(mantissa, Vector512.Create(RootOfHalf));
        Vector512<float> exponent = Vector512.ConvertToSingle(bits >> MantissaBits) - (isSmall & Vector512<float>.One);
        Vector512<float> rest = mantissa + (isSmall & mantissa) - Vector512<float>.One;
        Vector512<float> square = rest * rest;
        Vector512<float> series = Vector512.Create(7.0376836292e-2f);
        series = Vector512.FusedMultiplyAdd(series, rest, Vector512.Create(-1.1514610310e-1f));
        series = Vector512.FusedMultiplyAdd(series, rest, Vector512.Create(1.1676998740e-1f));
        series = Vector512.FusedMultiplyAdd(series, rest, Vector512.Create(-1.2420140846e-1f));
        series = Vector512.FusedMultiplyAdd(series, rest, Vector512.Create(1.4249322787e-1f));
        series = Vector512.FusedMultiplyAdd(series, rest, Vector512.Create(-1.6668057665e-1f));
        series = Vector512.FusedMultiplyAdd(series, rest, Vector512.Create(2.0000714765e-1f));
        series = Vector512.FusedMultiplyAdd(series, rest, Vector512.Create(-2.4999993993e-1f));
        series = Vector512.FusedMultiplyAdd(series, rest, Vector512.Create(3.3333331174e-1f));
        series = series * rest * square;
        series = Vector512.FusedMultiplyAdd(exponent, Vector512.Create(Ln2Low), series);
        series = Vector512.FusedMultiplyAdd(square, Vector512.Create(-0.5f), series);
        Vector512<float> result = Vector512.FusedMultiplyAdd(exponent, Vector512.Create(Ln2High), rest + series);
        result = Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<float>.Zero), Vector512.Create(float.NegativeInfinity), result);
        return Vector512.ConditionalSelect(Vector512.Equals(x, x), result, x);
    }
}
