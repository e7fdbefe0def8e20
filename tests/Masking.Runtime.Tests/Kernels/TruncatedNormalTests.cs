using System.Runtime.Intrinsics;
using CsCheck;

namespace Masking.Runtime.Tests.Kernels;

/// <summary>Properties of the truncated normal distribution in float64, also where its numbers are extreme.</summary>
public sealed class TruncatedNormalTests
{
    private static readonly Gen<(double Location, double Scale, double Low, double High)> Any =
        from location in Gen.Double[-50, 50]
        from logScale in Gen.Double[-3, 3]
        from low in Gen.Double[-50, 50]
        from logWidth in Gen.Double[-12, 5]
        select (location, Math.Exp(logScale), low, low + Math.Exp(logWidth));

    private static readonly Gen<double> Uniforms = Gen.Int[1, (1 << 20) - 1].Select(step => step / (double)(1 << 20));

    [Fact]
    public void VectorExponentials_AreWithinTheLastPlaces()
    {
        for (int i = 0; i < 100_000; i++)
        {
            double number = -708.0 * i / 100_000;
            double expected = Math.Exp(number);
            double actual = VectorExp64.Exp(Vector256.Create(number, 0, -709, double.NegativeInfinity))[0];
            Assert.True(Math.Abs(actual - expected) <= 1e-15 * expected, $"exp({number:R}): expected {expected:R}, got {actual:R}.");
        }

        Assert.Equal(
            Vector256.Create(1.0, 1, 0, 0), VectorExp64.Exp(Vector256.Create(0, -0.0, -709, double.NegativeInfinity)));
    }

    [Fact]
    public void Quadrature_IntegratesPowers()
    {
        for (int power = 0; power < 2 * GaussLegendre.Count; power++)
        {
            double sum = Enumerable
                .Range(0, GaussLegendre.Count)
                .Sum(i => GaussLegendre.Weights[i] * Math.Pow(GaussLegendre.Nodes[i], power));
            Assert.Equal(1.0 / (power + 1), sum, 1e-14);
        }
    }

    /// <summary>The mass below the quantile is the number whose quantile it is.</summary>
    [Fact]
    public void Quantile_InvertsTheDistribution() => Any.Select(Uniforms).Sample(sample =>
    {
        ((double location, double scale, double low, double high), double uniform) = sample;
        TruncatedNormal distribution = new(location, scale, low, high);
        double number = distribution.Quantile(uniform);
        double anchor = Math.Clamp(location, low, high);
        double below = MassBelow(number, location, scale, low, anchor);
        double total = MassBelow(high, location, scale, low, anchor);

        Assert.InRange(number, low, high);

        // The number is rounded to float64, which moves it by up to 1e-16 of its size.
        double rounding = Math.Exp(distribution.LogProb(number)) * 1e-15 * (1 + Math.Abs(number));
        Assert.True(Math.Abs((below / total) - uniform) <= 1e-12 + rounding, $"expected {uniform:R}, got {below / total:R}.");
    }, iter: 1000, threads: 1);

    [Fact]
    public void Quantile_Rises_WithinTheInterval() => Any.Sample(sample =>
    {
        TruncatedNormal distribution = new(sample.Location, sample.Scale, sample.Low, sample.High);
        double last = sample.Low;
        for (int i = 1; i < 200; i++)
        {
            double number = distribution.Quantile(i / 200.0);
            Assert.InRange(number, last - (1e-12 * sample.Scale), sample.High);
            last = Math.Max(last, number);
        }
    }, iter: 30, threads: 1);

    [Fact]
    public void Gradients_AreThoseOfFiniteDifferences() => Any.Select(Uniforms).Sample(sample =>
    {
        ((double location, double scale, double low, double high), double uniform) = sample;
        double number = low + (uniform * (high - low));
        double step = 1e-5 * scale;
        TruncatedNormal distribution = new(location, scale, low, high);
        TruncatedNormal left = new(location - step, scale, low, high);
        TruncatedNormal right = new(location + step, scale, low, high);
        TruncatedNormal narrow = new(location, scale - step, low, high);
        TruncatedNormal wide = new(location, scale + step, low, high);

        Close((right.LogProb(number) - left.LogProb(number)) / (2 * step), distribution.LogProbGradient(number).Location);
        Close((wide.LogProb(number) - narrow.LogProb(number)) / (2 * step), distribution.LogProbGradient(number).Scale);
        Close((right.Entropy - left.Entropy) / (2 * step), distribution.EntropyGradient.Location);
        Close((wide.Entropy - narrow.Entropy) / (2 * step), distribution.EntropyGradient.Scale);

        void Close(double expected, double actual) => Assert.True(
            Math.Abs(actual - expected) <= (1e-6 * Math.Abs(expected)) + (1e-6 / scale), $"expected {expected:R}, got {actual:R}.");
    }, iter: 500, threads: 1);

    [Theory]
    [InlineData(0, 1, 1e6, 1e6 + 1)]
    [InlineData(3e38, 1e-38, -1, 1)]
    [InlineData(-3e38, 3e38, -1, 1)]
    [InlineData(0, 1e-45, -3e38, 3e38)]
    [InlineData(0, 3e38, 0, 1e-45)]
    [InlineData(1e300, 1e-300, -1, 1)]
    [InlineData(-1e300, 1e300, 1, 2)]
    [InlineData(0.5, 1e-200, 0, 1)]
    public void ExtremeNumbers_GiveNoNaN(double location, double scale, double low, double high)
    {
        TruncatedNormal distribution = new(location, scale, low, high);
        foreach (double number in new[] { low, high, distribution.Mode, distribution.Quantile(0.5), distribution.Quantile(1e-10) })
        {
            Assert.InRange(number, low, high);
            Assert.True(double.IsFinite(distribution.LogProb(number)));
            Assert.False(double.IsNaN(distribution.LogProbGradient(number).Location));
            Assert.False(double.IsNaN(distribution.LogProbGradient(number).Scale));
        }

        Assert.True(double.IsFinite(distribution.Entropy));
        Assert.False(double.IsNaN(distribution.EntropyGradient.Location));
        Assert.False(double.IsNaN(distribution.EntropyGradient.Scale));
    }

    [Fact]
    public void InfiniteEnds_GiveTheNormalDistribution()
    {
        TruncatedNormal normal = new(2, 3, double.NegativeInfinity, double.PositiveInfinity);
        Assert.Equal(Math.Log(3 * Math.Sqrt(2 * Math.PI * Math.E)), normal.Entropy, 1e-12);
        Assert.Equal(-0.5 - Math.Log(3 * Math.Sqrt(2 * Math.PI)), normal.LogProb(5), 1e-12);
        Assert.Equal(2 + (3 * 1.959963984540054), normal.Quantile(0.975), 1e-10);
        TruncatedNormal half = new(2, 3, 2, double.PositiveInfinity);
        Assert.Equal(2 + (3 * 1.959963984540054), half.Quantile(0.95), 1e-10);
    }

    /// <summary>The integral of the density, relative to its greatest value, from the low end to a number.</summary>
    private static double MassBelow(double number, double location, double scale, double low, double anchor)
    {
        double slope = (anchor - location) / scale;
        double left = NormalSide.Mass(Math.Max(-slope, 0), (anchor - low) / scale);
        return number < anchor
            ? left - NormalSide.Mass(Math.Max(-slope, 0), (anchor - number) / scale)
            : left + NormalSide.Mass(Math.Max(slope, 0), (number - anchor) / scale);
    }
}
