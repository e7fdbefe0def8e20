using static TorchSharp.torch;

namespace Masking.Onnx.Tests;

/// <summary>Compares the results of a policy and of its exported file.</summary>
internal static class Agreement
{
    /// <summary>Requires equal actions. Numbers from intervals may differ by the rounding of float32.</summary>
    public static void Require(IEnumerable<(string Name, Tensor Expected)> actions, Dictionary<string, Tensor> outputs, int rows)
    {
        foreach ((string name, Tensor expected) in actions)
        {
            Tensor actual = outputs[name];
            Assert.Equal(expected.shape, actual.shape);
            Tensor differs = expected.dtype == ScalarType.Int64 ? expected.ne(actual) : IsFar(expected, actual, 1e-4);
            long differing = differs.reshape(rows, -1).any(1).sum().item<long>();
            Assert.True(differing == 0, $"{name}: {differing} of {rows} rows differ.");
        }
    }

    /// <summary>The greatest difference of log-probabilities and values.</summary>
    public const double Tolerance = 1e-5;

    /// <summary>Requires numbers that differ by at most a tolerance, relative to numbers above 1.</summary>
    public static void RequireClose(Tensor expected, Tensor actual, double tolerance = Tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        Tensor differs = IsFar(expected, actual, tolerance);
        long differing = differs.sum().item<long>();
        Assert.True(
            differing == 0, $"{differing} of {differs.numel()} numbers differ: {Text(expected, differs)} and {Text(actual, differs)}.");
    }

    private static string Text(Tensor numbers, Tensor differs) => string.Join(", ", numbers[differs].data<float>().Take(5));

    private static Tensor IsFar(Tensor expected, Tensor actual, double tolerance)
    {
        Tensor limit = expected.abs().clamp_min(Masking.Runtime.Tests.Constant.Of(1)).mul(Masking.Runtime.Tests.Constant.Of(tolerance));
        Tensor isClose = expected.sub(actual).abs().le(limit).logical_or(expected.isnan().logical_and(actual.isnan()));
        return isClose.logical_not();
    }
}
