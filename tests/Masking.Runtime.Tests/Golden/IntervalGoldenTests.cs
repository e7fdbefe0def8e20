using Masking.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Golden;

/// <summary>The kernel in float64, the fused engine in float32, and the reference engine in float64.</summary>
public sealed class IntervalGoldenTests
{
    internal const string FileName = "interval";

    private const double Accurate = 1e-9;
    private const double AccurateFloor = 1e-11;

    public static TheoryData<string> Cases => GoldenFile<IntervalCase>.Names(FileName);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Kernel_IsTheReference(string name)
    {
        IntervalCase golden = Golden(name);
        for (int row = 0; row < golden.Loc.Values.Length; row++)
        {
            TruncatedNormal actual = new(
                golden.Loc.Values[row], golden.Scale.Values[row], golden.Low.Values[row], golden.High.Values[row]);
            double action = golden.Action.Values[row];
            double width = golden.High.Values[row] - golden.Low.Values[row];
            Close(golden.LogProb, row, actual.LogProb(action), "log-probability");
            Close(golden.LogProbByLocation, row, actual.LogProbGradient(action).Location, "gradient of the log-probability");
            Close(golden.LogProbByScale, row, actual.LogProbGradient(action).Scale, "gradient of the log-probability");
            Close(golden.Entropy, row, actual.Entropy, "entropy");
            Close(golden.EntropyByLocation, row, actual.EntropyGradient.Location, "gradient of the entropy");
            Close(golden.EntropyByScale, row, actual.EntropyGradient.Scale, "gradient of the entropy");
            Close(golden.Mode, row, actual.Mode, "mode");
            Close(golden.Quantile, row, actual.Quantile(golden.Uniform.Values[row]), "quantile", relative: 0, floor: 1e-11 * width);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void BothEngines_AreTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        IntervalCase golden = Golden(name);
        foreach (ScalarType type in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            (double relative, double floor) = type == ScalarType.Float32
                ? (TensorAssert.Relative, TensorAssert.Floor)
                : (Accurate, AccurateFloor);
            (Tensor location, Tensor scale) = (Leaf(golden.Loc, type), Leaf(golden.Scale, type));
            using MaskedInterval distribution = new(location, scale, Range(golden.Low, golden.High, type));

            Close(golden.Mode, distribution.Mode(), "mode", relative, floor);
            Tensor logProb = distribution.LogProb(golden.Action.Doubles().to(type));
            Close(golden.LogProb, logProb, "log-probability", relative, floor);
            CheckGradients(logProb, location, scale, golden.LogProbByLocation, golden.LogProbByScale, relative, floor);
            Tensor entropy = distribution.Entropy();
            Close(golden.Entropy, entropy, "entropy", relative, floor);
            CheckGradients(entropy, location, scale, golden.EntropyByLocation, golden.EntropyByScale, relative, floor);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void BothEngines_DrawTheQuantilesOfTheKernel(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        IntervalCase golden = Golden(name);
        RandomDraw draw = new RandomStream(5).Next();
        double[] expected =
        [
            .. golden.Loc.Values.Select((location, row) =>
                new TruncatedNormal(location, golden.Scale.Values[row], golden.Low.Values[row], golden.High.Values[row])
                    .Quantile(draw.Uniform(row, 0, 0))),
        ];
        foreach (ScalarType type in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            using MaskedInterval distribution = new(
                golden.Loc.Doubles().to(type), golden.Scale.Doubles().to(type), Range(golden.Low, golden.High, type));
            Tensor drawn = distribution.Sample(new RandomStream(5));
            Assert.Equal(type, drawn.dtype);
            Assert.Equal(expected.Select(number => type == ScalarType.Float32 ? (float)number : number), Read.Numbers(drawn));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Divergence_IsTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        IntervalCase golden = Golden(name);
        foreach (ScalarType type in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            (double relative, double floor) = type == ScalarType.Float32 ? (TensorAssert.Relative, TensorAssert.Floor) : (Accurate, 1e-10);
            using MaskedInterval p = new(
                golden.Loc.Doubles().to(type), golden.Scale.Doubles().to(type), Range(golden.Low, golden.High, type));
            if (golden.Kl is null)
            {
                TensorAssert.Close(new double[golden.Loc.Values.Length], p.KlDivergence(p), "divergence from itself", floor: 1e-14);
                continue;
            }

            using MaskedInterval q = new(
                golden.OtherLoc!.Doubles().to(type), golden.OtherScale!.Doubles().to(type),
                Range(golden.OtherLow!, golden.OtherHigh!, type));
            TensorAssert.Close(golden.Kl.Values, p.KlDivergence(q), "divergence", relative, floor);
        }
    }

    private static void CheckGradients(
        Tensor result, Tensor location, Tensor scale, Numbers byLocation, Numbers byScale, double relative, double floor)
    {
        IList<Tensor> gradients = autograd.grad([result.sum()], [location, scale], retain_graph: true);
        Close(byLocation, gradients[0], "gradient to the location", relative, floor);
        Close(byScale, gradients[1], "gradient to the scale", relative, floor);
    }

    private static void Close(
        Numbers expected, int row, double actual, string what, double relative = Accurate, double floor = AccurateFloor)
    {
        double number = expected.Values[row];
        bool isClose = double.IsFinite(number)
            ? Math.Abs(actual - number) <= (relative * Math.Abs(number)) + floor
            : number.Equals(actual);
        Assert.True(isClose, $"{what}[{row}]: expected {number:R}, got {actual:R}.");
    }

    private static void Close(Numbers expected, Tensor actual, string what, double relative, double floor) =>
        TensorAssert.Close(expected.Values, actual, what, relative, floor);

    private static Tensor Leaf(Numbers numbers, ScalarType type) => numbers.Doubles().to(type).requires_grad_();

    private static Tensor Range(Numbers low, Numbers high, ScalarType type) => stack([low.Doubles(), high.Doubles()], -1).to(type);

    private static IntervalCase Golden(string name) => GoldenFile<IntervalCase>.Case(FileName, name);
}
