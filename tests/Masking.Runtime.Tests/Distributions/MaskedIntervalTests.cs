using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Distributions;

/// <summary>Numbers that are chosen from intervals, with both engines: float32 is computed by the fused engine.</summary>
public sealed class MaskedIntervalTests
{
    public static TheoryData<ScalarType> Types => [ScalarType.Float32, ScalarType.Float64];

    [Theory]
    [MemberData(nameof(Types))]
    public void EveryDraw_IsInItsInterval_AtEveryTemperature(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        const int Rows = 2_000;
        manual_seed(3);
        Tensor low = randn(Rows, type).mul(Constant.Of(3.0));
        Tensor high = low.Plus(randn(Rows, type).exp().mul(Constant.Of(0.1)));
        using MaskedInterval distribution = new(
            randn(Rows, type).mul(Constant.Of(20.0)), randn(Rows, type).exp(), stack([low, high], -1));
        foreach (double temperature in new[] { 1, 1e-3, 1e-300, 1e6, 1e300 })
        {
            Tensor drawn = distribution.Sample(new RandomStream(1), temperature);
            Assert.True(drawn.ge(low).logical_and(drawn.le(high)).all().item<bool>());
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void ExtremeTemperatures_GiveNoNaN(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor range = tensor(new[] { -1.0, 1 }).to(type).expand(3, 2);
        using MaskedInterval distribution = new(zeros(3, type), tensor(new[] { 1e-30, 1, 1e30 }).to(type), range);
        foreach (double temperature in new[] { double.Epsilon, 1e-300, 1e300, double.MaxValue })
        {
            Tensor drawn = distribution.Sample(new RandomStream(1), temperature);
            Assert.True(drawn.abs().le(Constant.Of(1)).all().item<bool>());
            Assert.False(distribution.LogProb(drawn, temperature).isnan().any().item<bool>());
        }
    }

    /// <summary>Equal shares of the probability contain equal shares of the draws.</summary>
    [Theory]
    [MemberData(nameof(Types))]
    public void Draws_HaveTheProbabilitiesOfTheDensity(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        const int Rows = 20_000;
        const int Bins = 20;
        Tensor range = tensor(new[] { -1.0, 2.0 }).to(type).expand(Rows, 2);
        Tensor location = full(Rows, Constant.Of(1.5), type);
        using MaskedInterval distribution = new(location, ones_like(location), range);
        double[] drawn = Read.Numbers(distribution.Sample(new RandomStream(8)));

        Tensor centers = linspace(-1 + (1.5 / Bins), 2 - (1.5 / Bins), Bins, ScalarType.Float64).to(type);
        using MaskedInterval ofBins = new(full(Bins, Constant.Of(1.5), type), ones(Bins, type), range.narrow(0, 0, Bins));
        double[] expected = [.. Read.Numbers(ofBins.LogProb(centers)).Select(logProb => Math.Exp(logProb) * 3 / Bins)];
        double[] observed = new double[Bins];
        foreach (double number in drawn)
        {
            observed[Math.Min(Bins - 1, (int)((number + 1) / 3 * Bins))] += 1.0 / Rows;
        }

        Assert.All(expected.Zip(observed), pair =>
            Assert.InRange(pair.Second, pair.First - (6 * Deviation(pair.First)), pair.First + (6 * Deviation(pair.First))));

        static double Deviation(double p) => Math.Sqrt(p * (1 - p) / Rows);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Temperature_MultipliesTheScale(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor location = randn(500, type);
        Tensor range = tensor(new[] { -1.0, 1.0 }).to(type).expand(500, 2);
        TensorAssert.SameBits(
            new MaskedInterval(location, full_like(location, Constant.Of(2.0)), range).Sample(new RandomStream(1)),
            new MaskedInterval(location, ones_like(location), range).Sample(new RandomStream(1), 2));
    }

    /// <summary>Second derivatives, compared with finite differences of the first.</summary>
    [Theory]
    [InlineData(0.3, 0.7, -1, 1)]
    [InlineData(40, 0.8, -1, 1)]
    [InlineData(0, 1, 3, 3.01)]
    [InlineData(0, 0.01, -1, 1)]
    public void SecondDerivatives_AreThoseOfFiniteDifferences(double location, double scale, double low, double high)
    {
        using DisposeScope scope = NewDisposeScope();
        double step = 1e-5 * scale;
        foreach (Func<MaskedInterval, Tensor> quantity in new Func<MaskedInterval, Tensor>[]
        {
            it => it.LogProb(full(1, Constant.Of(low + (0.4 * (high - low))), ScalarType.Float64)),
            it => it.Entropy(),
        })
        {
            double[] second = Derivatives(location, scale, quantity, order: 2);
            double[] above = Derivatives(location + step, scale, quantity, order: 1);
            double[] below = Derivatives(location - step, scale, quantity, order: 1);
            double[] wide = Derivatives(location, scale + step, quantity, order: 1);
            double[] narrow = Derivatives(location, scale - step, quantity, order: 1);
            double size = above.Concat(wide).Max(Math.Abs) / scale;
            Assert.Equal((above[0] - below[0]) / (2 * step), second[0], 1e-6 * (1 + size));
            Assert.Equal((wide[1] - narrow[1]) / (2 * step), second[1], 1e-6 * (1 + size));
        }

        double[] Derivatives(double at, double width, Func<MaskedInterval, Tensor> quantity, int order)
        {
            Tensor m = tensor(new[] { at }).requires_grad_();
            Tensor s = tensor(new[] { width }).requires_grad_();
            Tensor value = quantity(new MaskedInterval(m, s, tensor(new[] { low, high }).reshape(1, 2)));
            IList<Tensor> first = autograd.grad([value], [m, s], create_graph: true, retain_graph: true);
            return order == 1
                ? [.. first.Select(gradient => gradient.item<double>())]
                :
                [
                    autograd.grad([first[0]], [m], retain_graph: true)[0].item<double>(),
                    autograd.grad([first[1]], [s], retain_graph: true)[0].item<double>(),
                ];
        }
    }

    [Fact]
    public void SecondDerivatives_OfTheFusedEngine_AreThoseOfTheReferenceEngine()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] second = [.. new[] { ScalarType.Float32, ScalarType.Float64 }.Select(type =>
        {
            Tensor location = tensor(new[] { 0.25, -3, 0.5 }).to(type).requires_grad_();
            Tensor scale = tensor(new[] { 0.5, 0.75, 1 }).to(type);
            Tensor range = tensor(new double[,] { { -1, 1 }, { -1, 1 }, { 1, 1 } }).to(type);
            MaskedInterval distribution = new(location, scale, range);
            Tensor value = distribution.Entropy().Plus(distribution.LogProb(tensor(new[] { 0.5, 0.25, 1 }).to(type)));
            Tensor first = autograd.grad([value.sum()], [location], create_graph: true, retain_graph: true)[0];
            return autograd.grad([first.sum()], [location])[0];
        })];
        TensorAssert.Close(second[1], second[0].to(ScalarType.Float64));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void NoNumber_AndOneNumber_HaveExactResults(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor location = tensor(new[] { 0.0, 0, 0, 0 }).to(type).requires_grad_();
        Tensor scale = ones(4, type).requires_grad_();
        Tensor range = tensor(new[,] { { 2.0, 1.0 }, { 0.5, 0.5 }, { 0.5, 0.5 }, { -1, 1 } }).to(type);
        MaskedInterval distribution = new(location, scale, range);

        Assert.Equal([double.NaN, 0.5, 0.5], Read.Numbers(distribution.Sample(new RandomStream(1))).Take(3));
        Assert.Equal([double.NaN, 0.5, 0.5, 0], Read.Numbers(distribution.Mode()));
        Tensor logProb = distribution.LogProb(tensor(new[] { double.NaN, 0.5, 0.25, double.NaN }).to(type));
        Assert.Equal([0, 0, double.NegativeInfinity, double.NegativeInfinity], Read.Numbers(logProb));
        Tensor entropy = distribution.Entropy();
        Assert.Equal([0, 0, 0], Read.Numbers(entropy).Take(3));
        IList<Tensor> gradients = autograd.grad(
            [logProb.narrow(0, 0, 2).sum().Plus(logProb.narrow(0, 2, 2).sum()).Plus(entropy.narrow(0, 0, 3).sum())], [location, scale]);
        Assert.All(gradients, gradient => TensorAssert.Zero(gradient));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void RowsThatAreNoDistribution_AreNaN_AndAffectNoOtherRow(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        double[] locations = [double.NaN, 0, 0, double.PositiveInfinity, double.NaN, 0.5];
        double[] scales = [1, double.NaN, 0, 1, double.NaN, 1];
        Tensor location = tensor(locations).to(type).requires_grad_();
        Tensor scale = tensor(scales).to(type).requires_grad_();
        Tensor range = tensor(new[,] { { -1.0, 1 }, { -1, 1 }, { -1, 1 }, { -1, 1 }, { 1, -1 }, { -1, 1 } }).to(type);
        MaskedInterval distribution = new(location, scale, range);
        Tensor entropy = distribution.Entropy();
        Tensor actions = tensor(new[] { 0.0, 0, double.NaN, 2, double.NaN, 0 }).to(type);
        Tensor logProb = distribution.LogProb(actions);
        Tensor drawn = distribution.Sample(new RandomStream(1));

        Assert.Equal([true, true, true, true, true, false], Read.Numbers(drawn).Select(double.IsNaN));
        Assert.Equal([true, true, true, true, true, false], Read.Numbers(distribution.Mode()).Select(double.IsNaN));
        Assert.Equal([true, true, true, true, false, false], Read.Numbers(entropy).Select(double.IsNaN));
        Assert.Equal([true, true, true, false, false, false], Read.Numbers(logProb).Select(double.IsNaN));
        Assert.Equal([true, true, true, false, false, false], Read.Numbers(distribution.LogProb(actions, 2)).Select(double.IsNaN));
        Assert.Equal(double.NegativeInfinity, Read.Numbers(logProb)[3]);
        Assert.Equal(0, Read.Numbers(logProb)[4]);
        double[] gradient = Read.Numbers(autograd.grad([entropy.sum()], [location])[0]);
        Assert.Equal([true, true, true, true, false, false], gradient.Select(double.IsNaN));
        Assert.Equal(0, gradient[4]);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Divergence_IsInfinite_WhereTheIntervalExceedsThatOfTheOther(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        (double, double)[] ofP = [(0, 1), (0, 1), (0, 1), (1, 0), (0.5, 0.5), (0.5, 0.5), (0.5, 0.5), (0, 1), (0, 1)];
        (double, double)[] ofQ = [(0, 1), (0.5, 1), (0, 0.5), (0, 1), (0.5, 0.5), (0, 1), (0.25, 0.25), (0.5, 0.5), (1, 0)];
        Tensor location = zeros(ofP.Length, type).requires_grad_();
        MaskedInterval p = new(location, ones(ofP.Length, type), Range(ofP, type));
        MaskedInterval q = new(zeros(ofP.Length, type), ones(ofP.Length, type), Range(ofQ, type));
        Tensor divergence = p.KlDivergence(q);

        const double Infinite = double.PositiveInfinity;
        Assert.Equal([0, Infinite, Infinite, 0, 0, Infinite, Infinite, Infinite, Infinite], Read.Numbers(divergence));
        TensorAssert.NoNaN(autograd.grad([divergence.sum()], [location])[0]);
    }

    [Fact]
    public void WithoutARange_ItIsTheNormalDistribution()
    {
        using DisposeScope scope = NewDisposeScope();
        MaskedInterval distribution = new(ones(3), full(3, Constant.Of(2.0)));
        TensorAssert.Close([-0.5 * Math.Log(8 * Math.PI), -0.5 * Math.Log(8 * Math.PI) - 0.5, -0.5 * Math.Log(8 * Math.PI) - 2],
            distribution.LogProb(tensor(new[] { 1f, 3f, 5f })));
    }

    [Fact]
    public void HalfPrecision_IsComputedInFloat32()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor range = tensor(new[] { -1f, 1f }).reshape(1, 2);
        MaskedInterval half = new(
            zeros(1, ScalarType.BFloat16), ones(1, ScalarType.BFloat16), range.to(ScalarType.BFloat16));
        MaskedInterval single = new(zeros(1), ones(1), range);
        TensorAssert.SameBits(single.Sample(new RandomStream(1)), half.Sample(new RandomStream(1)));
        TensorAssert.SameBits(single.Entropy(), half.Entropy());
    }

    [Fact]
    public void WrongTensors_AreRefused()
    {
        using Tensor two = zeros(2);
        using Tensor three = zeros(3);
        using Tensor doubles = zeros(2, ScalarType.Float64);
        using Tensor flat = zeros(4);
        using Tensor whole = zeros(2, ScalarType.Int64);
        using MaskedInterval distribution = new(two, two);
        using MaskedInterval longer = new(three, three);
        const string Name = nameof(MaskedInterval);
        Refused.ByShape(Name, "location", "(…) of floating point", "(2) int64", () => new MaskedInterval(whole, two));
        Refused.ByShape(Name, "scale", "(2) float32", "(3) float32", () => new MaskedInterval(two, three));
        Refused.ByShape(Name, "scale", "(2) float32", "(2) float64", () => new MaskedInterval(two, doubles));
        Refused.ByShape(Name, "range", "(2, 2) float32", "(4) float32", () => new MaskedInterval(two, two, flat));
        Refused.ByShape(Name, "actions", "(2) float32", "(2) int64", () => distribution.LogProb(whole));
        Refused.ByShape(Name, "other", "(2) float32", "(3) float32", () => distribution.KlDivergence(longer));
    }

    [Fact]
    public void NaNInARange_IsRefused()
    {
        using Tensor two = zeros(2);
        using Tensor range = tensor(new[,] { { 0f, 1f }, { 0f, float.NaN } });
        ArgumentException refused = Refused.WithoutLeak<ArgumentException>(() => new MaskedInterval(two, two, range));
        Assert.Equal(
            "MaskedInterval.range: expected the ends of intervals, got NaN in row 1. Where no number is legal, pass a low end above the "
                + "high end. (Parameter 'range')",
            refused.Message);
    }

    private static Tensor Range((double Low, double High)[] ends, ScalarType type) =>
        tensor(ends.SelectMany(each => new[] { each.Low, each.High }).ToArray(), [ends.Length, 2]).to(type);
}
