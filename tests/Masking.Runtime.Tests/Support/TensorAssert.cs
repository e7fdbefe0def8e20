using static TorchSharp.torch;

namespace Masking.Runtime.Tests;

internal static class TensorAssert
{
    /// <summary>The absolute tolerance. Float32 rounds at 6e-8; if terms cancel, the error of the terms remains.</summary>
    public const double Floor = 1e-6;

    public const double Relative = 1e-5;

    /// <summary>
    /// Asserts that |actual - expected| is at most <paramref name="relative"/> · |expected| + <paramref name="floor"/>. Infinities must be
    /// equal.
    /// </summary>
    public static void Close(double[] expected, Tensor actual, string what = "", double relative = Relative, double floor = Floor)
    {
        double[] numbers = Read.Numbers(actual);
        Assert.Equal(expected.Length, numbers.Length);
        for (int i = 0; i < numbers.Length; i++)
        {
            bool close = double.IsFinite(expected[i])
                ? Math.Abs(numbers[i] - expected[i]) <= (relative * Math.Abs(expected[i])) + floor
                : numbers[i].Equals(expected[i]);
            Assert.True(close, $"{what}[{i}]: expected {expected[i]:R}, got {numbers[i]:R}.");
        }
    }

    public static void Close(Tensor expected, Tensor actual, string what = "", double relative = Relative, double floor = Floor)
    {
        Assert.Equal(expected.shape, actual.shape);
        Close(Read.Numbers(expected), actual, what, relative, floor);
    }

    public static void SameBits(Tensor expected, Tensor actual, string what = "")
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.Equal(expected.dtype, actual.dtype);
        Assert.True(
            Read.Bits(expected).AsSpan().SequenceEqual(Read.Bits(actual)),
            $"{what}: expected {Text(expected)}, got {Text(actual)}."
        );
    }

    /// <summary>Asserts that every element for which <paramref name="where"/> is true is exactly 0.</summary>
    public static void ZeroWhere(Tensor where, Tensor actual, string what = "")
    {
        Assert.Equal(where.shape, actual.shape);
        double[] selected = Read.Numbers(where);
        double[] numbers = Read.Numbers(actual);
        for (int i = 0; i < numbers.Length; i++)
        {
            Assert.True(selected[i] == 0 || numbers[i] == 0, $"{what}[{i}]: expected exactly 0, got {numbers[i]:R}.");
        }
    }

    public static void Zero(Tensor actual, string what = "") => All(actual, number => number == 0, "exactly 0", what);

    public static void NoNaN(Tensor actual, string what = "") => All(actual, number => !double.IsNaN(number), "a number", what);

    public static void Finite(Tensor actual, string what = "") => All(actual, double.IsFinite, "a finite number", what);

    private static void All(Tensor actual, Func<double, bool> holds, string expected, string what)
    {
        double[] numbers = Read.Numbers(actual);
        int wrong = Array.FindIndex(numbers, number => !holds(number));
        Assert.True(wrong < 0, wrong < 0 ? "" : $"{what}[{wrong}]: expected {expected}, got {numbers[wrong]:R}.");
    }

    private static string Text(Tensor tensor) => $"[{string.Join(", ", Read.Numbers(tensor).Take(64))}]";
}
