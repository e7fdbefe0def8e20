using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Kernels;

/// <summary>
/// Fused categorical distributions compared with the definition and with the plain engine, for rows of every width modulo the vector size.
/// </summary>
public sealed class FusedCategoricalTests
{
    private static readonly Gen<(int Rows, int Width, int Seed)> Cases = Gen.Select(Gen.Int[1, 5], Gen.Int[1, 130], Gen.Int);

    [Fact]
    public void ValuesAndGradients_EqualTheDefinition() => Property.Holds(Cases, sample =>
    {
        using DisposeScope scope = NewDisposeScope();
        Drawn drawn = new(sample.Rows, sample.Width, sample.Seed);
        using MaskedCategorical fused = new(drawn.Logits, drawn.Mask);
        Tensor logProb = fused.LogProb(drawn.Actions);
        Tensor entropy = fused.Entropy();
        double[] logProbGradient = Read.Numbers(Gradient.Of(where(logProb.isfinite(), logProb, zeros_like(logProb)), drawn.Logits));
        drawn.Logits.grad?.zero_();
        double[] entropyGradient = Read.Numbers(Gradient.Of(entropy, drawn.Logits));

                for (int row = 0; row < drawn.Rows; row++)
                {
                    ScalarSoftmax expected = drawn.Row(row);
                    long action = Read.Actions(drawn.Actions)[row];
                    Near(expected.LogProb(action), Read.Numbers(logProb)[row], "log-probability");
                    Near(expected.IsEmpty ? 0 : expected.Entropy, Read.Numbers(entropy)[row], "entropy");
                    AllNear(expected.Probs, Of(fused.Probs, row, drawn.Width), "probabilities");
                    AllNear(
                        expected.LogProbGradient(action),
                        logProbGradient.AsSpan(row * drawn.Width, drawn.Width).ToArray(),
                        "gradient of the log-probability"
                    );
                    AllNear(
                        expected.EntropyGradient(),
                        entropyGradient.AsSpan(row * drawn.Width, drawn.Width).ToArray(),
                        "gradient of the entropy"
                    );
                }
            },
            iter: 1000
        );

    [Fact]
    public void BothEngines_Agree_AlsoInSecondDerivatives() => Property.Holds(Cases, sample =>
    {
        using DisposeScope scope = NewDisposeScope();
        Drawn drawn = new(sample.Rows, sample.Width, sample.Seed);
        using MaskedCategorical fused = new(drawn.Logits, drawn.Mask);
        using PlainCategorical plain = new(drawn.Logits, drawn.Mask);

                Assert.Equal(Read.Actions(plain.Mode()), Read.Actions(fused.Mode()));
                TensorAssert.Close(plain.Probs(), fused.Probs, "probabilities");
                TensorAssert.Close(
                    Second(plain.LogProb(drawn.Actions), plain.Entropy(), drawn),
                    Second(fused.LogProb(drawn.Actions), fused.Entropy(), drawn),
                    "second derivative"
                );
            },
            iter: 300
        );

    [Fact]
    public void Rows_DoNotDependOnOtherRows() => Property.Holds(Cases, sample =>
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        Drawn drawn = new(sample.Rows, sample.Width, sample.Seed);
        using MaskedCategorical all = new(drawn.Logits, drawn.Mask);
        using MaskedCategorical last = new(drawn.Logits.narrow(0, drawn.Rows - 1, 1), drawn.Mask.narrow(0, drawn.Rows - 1, 1));

        TensorAssert.SameBits(all.Probs.narrow(0, drawn.Rows - 1, 1).contiguous(), last.Probs);
        TensorAssert.SameBits(all.Entropy().narrow(0, drawn.Rows - 1, 1).contiguous(), last.Entropy());
    });

    private static Tensor Second(Tensor logProb, Tensor entropy, Drawn drawn)
    {
        Tensor sum = where(logProb.isfinite(), logProb, zeros_like(logProb)).mul(Constant.Of(3)).Plus(entropy).sum();
        Tensor first = autograd.grad([sum], [drawn.Logits], retain_graph: true, create_graph: true)[0];
        return autograd.grad([first.mul(drawn.Weights).sum()], [drawn.Logits])[0];
    }

    private static double[] Of(Tensor perChoice, int row, int width) => Read.Numbers(perChoice).AsSpan(row * width, width).ToArray();

    private static void AllNear(double[] expected, double[] actual, string what)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Near(expected[i], actual[i], what);
        }
    }

    private static void Near(double expected, double actual, string what) =>
        Assert.True(
            expected.Equals(actual) || Math.Abs(expected - actual) <= 1e-5 * Math.Max(1, Math.Abs(expected)),
            $"{what}: expected {expected}, got {actual}"
        );

    /// <summary>Creates rows of logits with a mask. Masked logits are arbitrary, and rows may have no legal choice.</summary>
    private sealed class Drawn
    {
        public Drawn(int rows, int width, int seed)
        {
            manual_seed(seed);
            (Rows, Width) = (rows, width);
            Mask = rand(rows, width).lt(rand(rows, 1));
            Tensor junk = full(
                [rows, width],
                Constant.Of(
                    (seed % 3) switch
                    {
                        0 => float.NaN,
                        1 => float.PositiveInfinity,
                        _ => float.NegativeInfinity,
                    }
                )
            );
            Logits = Gradient.Leaf(where(Mask, randn(rows, width).mul(Constant.Of(seed % 2 == 0 ? 1 : 20)), junk));
            Tensor any = Mask.any(-1);
            Actions = where(any, Mask.to(ScalarType.Float32).argmax(-1), any.to(ScalarType.Int64).sub(Constant.Of(1)));
            Actions = seed % 5 == 0 ? zeros_like(Actions) : Actions;
            Weights = randn(rows, width).where(Mask, zeros(rows, width));
        }

        public int Rows { get; }

        public int Width { get; }

        public Tensor Logits { get; }

        public Tensor Mask { get; }

        public Tensor Actions { get; }

        public Tensor Weights { get; }

        public ScalarSoftmax Row(int row)
        {
            float[] logits = [.. Read.Numbers(Logits[row]).Select(number => (float)number)];
            return new ScalarSoftmax(logits, [.. Read.Numbers(Mask[row].to(ScalarType.Float32)).Select(number => number != 0)]);
        }
    }
}
