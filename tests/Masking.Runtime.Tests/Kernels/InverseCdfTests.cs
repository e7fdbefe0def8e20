using System.Runtime.Intrinsics;
using CsCheck;
using Masking.Kernels;

namespace Masking.Runtime.Tests.Kernels;

/// <summary>Draws from cumulative weights, compared with a loop.</summary>
public sealed class InverseCdfTests
{
    // Sums of multiples of 1/64 are exact. The total may be greater than the sum of the weights, or smaller, as after rounding.
    private static readonly Gen<(float[] Weights, float Rounding, double Uniform)> Cases = Gen.Select(
        Gen.Int[0, 64].Select(count => Math.Max(0, count - 16) / 64f).Array[Lanes.Count, 20 * Lanes.Count],
        Gen.Float[0.9f, 1.1f],
        Gen.OneOf(Gen.Double[1e-9, 1], Gen.Const(1 - (0.5 * Uniform.Unit))));

    [Fact]
    public void Choice_IsThatOfALoop() => Property.Holds(
        Cases,
        sample =>
        {
            float[] weights = [.. sample.Weights, .. new float[Lanes.Padded(sample.Weights.Length) - sample.Weights.Length]];
            float total = weights.Sum() * sample.Rounding;
            double[] scratch = new double[InverseCdf.ShortRow];
            Assert.Equal(ByLoop(weights, total, sample.Uniform), InverseCdf.Draw(weights, total, sample.Uniform, scratch));
            float[] first = weights[..Lanes.Count];
            float totalOfFirst = first.Sum() * sample.Rounding;
            Assert.Equal(
                ByLoop(first, totalOfFirst, sample.Uniform),
                InverseCdf.Draw(Vector256.Create(first), totalOfFirst, sample.Uniform));
        });

    [Fact]
    public void TotalAboveTheSum_GivesTheLastPositiveWeight()
    {
        float[] weights = [0.5f, 0, 0.25f, 0, 0, 0, 0, 0];
        Assert.Equal(2, InverseCdf.Draw(Vector256.Create(weights), total: 0.8f, uniform: 0.99));
        Assert.Equal(2, InverseCdf.Draw(weights, total: 0.8f, uniform: 0.99, new double[InverseCdf.ShortRow]));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(float.NaN)]
    public void NoPositiveTotal_GivesNoChoice(float total)
    {
        float[] weights = new float[Lanes.Count];
        weights[1] = total;
        Assert.Equal(-1, InverseCdf.Draw(Vector256.Create(weights), total, uniform: 0.5));
        Assert.Equal(-1, InverseCdf.Draw(weights, total, uniform: 0.5, new double[InverseCdf.ShortRow]));
    }

    private static long ByLoop(float[] weights, float total, double uniform)
    {
        double sum = 0;
        long last = -1;
        for (int choice = 0; choice < weights.Length; choice++)
        {
            sum += weights[choice];
            if (weights[choice] > 0)
            {
                last = choice;
                if (sum > uniform * total)
                {
                    return choice;
                }
            }
        }

        return last;
    }
}
