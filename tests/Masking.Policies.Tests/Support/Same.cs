using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Compares tensors.</summary>
internal static class Same
{
    /// <summary>Asserts that tensors are equal, bit for bit except for the sign of zeros.</summary>
    public static void Exactly(Tensor expected, Tensor actual, string what)
    {
        Alike(expected, actual, what);
        if (!Numbers(expected).AsSpan().SequenceEqual(Numbers(actual)))
        {
            Assert.Fail($"{what}: expected {Text(expected)}, got {Text(actual)}.");
        }
    }

    /// <summary>Asserts that tensors are equal up to rounding, relative to the greatest magnitude in the tensor.</summary>
    public static void Nearly(Tensor expected, Tensor actual, string what, double tolerance = 1e-5)
    {
        Alike(expected, actual, what);
        double[] left = Numbers(expected);
        double[] right = Numbers(actual);
        double scale = 1 + left.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (int i = 0; i < left.Length; i++)
        {
            if (!left[i].Equals(right[i]) && !(Math.Abs(left[i] - right[i]) <= tolerance * scale))
            {
                Assert.Fail($"{what}: expected {left[i]} at {i}, got {right[i]}; {Text(expected)} and {Text(actual)}.");
            }
        }
    }

    public static void Zero(Tensor actual, string what) => All(actual, number => number == 0, "zeros", what);

    public static void Finite(Tensor actual, string what) => All(actual, double.IsFinite, "finite numbers", what);

    /// <summary>Returns all elements, row-major.</summary>
    public static double[] Numbers(Tensor tensor)
    {
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor dense = tensor.detach().to(ScalarType.Float64).contiguous();
        return dense.numel() == 0 ? [] : MemoryMarshal.Cast<byte, double>(dense.bytes).ToArray();
    }

    public static long[] Integers(Tensor tensor) => [.. Numbers(tensor).Select(number => (long)number)];

    public static bool[] Booleans(Tensor tensor) => [.. Numbers(tensor).Select(number => number != 0)];

    private static void All(Tensor actual, Func<double, bool> holds, string expected, string what)
    {
        if (!Numbers(actual).All(holds))
        {
            Assert.Fail($"{what}: expected {expected}, got {Text(actual)}.");
        }
    }

    private static void Alike(Tensor expected, Tensor actual, string what)
    {
        Assert.True(
            expected.shape.SequenceEqual(actual.shape),
            $"{what}: expected the shape ({string.Join(", ", expected.shape)}), got ({string.Join(", ", actual.shape)})."
        );
        Assert.Equal(expected.dtype, actual.dtype);
    }

    private static string Text(Tensor tensor) => $"[{string.Join(", ", Numbers(tensor).Take(40))}]";
}
