using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Compares tensors.</summary>
internal static class Same
{
    /// <summary>Equal to the last bit; only the sign of a zero is not looked at.</summary>
    public static void Exactly(Tensor expected, Tensor actual, string what)
    {
        Alike(expected, actual, what);
        Assert.True(Numbers(expected).AsSpan().SequenceEqual(Numbers(actual)), $"{what}: expected {Text(expected)}, got {Text(actual)}.");
    }

    /// <summary>Equal up to rounding.</summary>
    public static void Nearly(Tensor expected, Tensor actual, string what, double tolerance = 1e-5)
    {
        Alike(expected, actual, what);
        double[] left = Numbers(expected);
        double[] right = Numbers(actual);
        for (int i = 0; i < left.Length; i++)
        {
            bool close = left[i].Equals(right[i]) || Math.Abs(left[i] - right[i]) <= tolerance * (1 + Math.Abs(left[i]));
            Assert.True(close, $"{what}: expected {left[i]} at {i}, got {right[i]}; {Text(expected)} and {Text(actual)}.");
        }
    }

    public static void Zero(Tensor actual, string what) => Assert.True(Numbers(actual).All(number => number == 0), $"{what}: expected zeros, got {Text(actual)}.");

    public static void Finite(Tensor actual, string what) => Assert.True(Numbers(actual).All(double.IsFinite), $"{what}: expected finite numbers, got {Text(actual)}.");

    /// <summary>All elements, row by row.</summary>
    public static double[] Numbers(Tensor tensor)
    {
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor dense = tensor.detach().to(ScalarType.Float64).contiguous();
        return dense.numel() == 0 ? [] : MemoryMarshal.Cast<byte, double>(dense.bytes).ToArray();
    }

    public static long[] Integers(Tensor tensor) => [.. Numbers(tensor).Select(number => (long)number)];

    public static bool[] Booleans(Tensor tensor) => [.. Numbers(tensor).Select(number => number != 0)];

    private static void Alike(Tensor expected, Tensor actual, string what)
    {
        Assert.True(expected.shape.SequenceEqual(actual.shape), $"{what}: expected the shape ({string.Join(", ", expected.shape)}), got ({string.Join(", ", actual.shape)}).");
        Assert.Equal(expected.dtype, actual.dtype);
    }

    private static string Text(Tensor tensor) => $"[{string.Join(", ", Numbers(tensor).Take(40))}]";
}
