using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Kernels;

/// <summary>Fused bits compared with the definition, for rows of every width modulo the vector size.</summary>
public sealed class BitsTests
{
    private static readonly Gen<(int Rows, int Width, int Seed)> Cases = Gen.Select(Gen.Int[1, 4], Gen.Int[1, 130], Gen.Int);

    [Fact]
    public void ValuesAndGradients_EqualTheDefinition() =>
        Property.Holds(
            Cases,
            sample =>
            {
                manual_seed(sample.Seed);
                Tensor mask = rand(sample.Rows, sample.Width).lt(rand(sample.Rows, 1));
                Tensor logits = randn(sample.Rows, sample.Width).mul(Constant.Of(sample.Seed % 2 == 0 ? 1 : 20));
                Tensor leaf = Gradient.Leaf(
                    where(mask, logits, full_like(logits, Constant.Of(sample.Seed % 3 == 0 ? float.NaN : float.NegativeInfinity)))
                );
                using MaskedFlags flags = new(leaf, mask);
                Tensor bits = flags.Sample(new RandomStream(sample.Seed));
                Tensor logProb = flags.LogProb(bits);
                Tensor entropy = flags.Entropy();
                double[] logProbGradient = Read.Numbers(Gradient.Of(logProb, leaf));
                leaf.grad = null;
                double[] entropyGradient = Read.Numbers(Gradient.Of(entropy, leaf));

        double[] numbers = Read.Numbers(leaf);
        double[] legal = Read.Numbers(mask);
        long[] drawn = Read.Actions(bits);
        for (int row = 0; row < sample.Rows; row++)
        {
            double expectedLogProb = 0;
            double expectedEntropy = 0;
            for (int i = row * sample.Width; i < (row + 1) * sample.Width; i++)
            {
                if (legal[i] == 0)
                {
                    Assert.Equal(0, drawn[i]);
                    Assert.Equal(0, logProbGradient[i]);
                    Assert.Equal(0, entropyGradient[i]);
                    continue;
                }

                double one = 1 / (1 + Math.Exp(-numbers[i]));
                double zero = 1 / (1 + Math.Exp(numbers[i]));
                expectedLogProb += Math.Log(drawn[i] == 1 ? one : zero);
                expectedEntropy -= (one * Math.Log(one)) + (zero * Math.Log(zero));
                Near(drawn[i] - one, logProbGradient[i], "gradient of the log-probability");
                Near(-numbers[i] * one * zero, entropyGradient[i], "gradient of the entropy");
            }

            Near(expectedLogProb, Read.Numbers(logProb)[row], "log-probability");
            Near(expectedEntropy, Read.Numbers(entropy)[row], "entropy");
        }
    }, iter: 500);

    private static void Near(double expected, double actual, string what) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-5 * Math.Max(1, Math.Abs(expected)), $"{what}: expected {expected}, got {actual}");
}
