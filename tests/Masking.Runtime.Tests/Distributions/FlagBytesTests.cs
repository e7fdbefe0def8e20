using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Distributions;

/// <summary>
/// Every non-zero byte of a flag is true, as in libtorch and C#. Memory that native code or a cast has written may contain any byte.
/// </summary>
public sealed class FlagBytesTests
{
    private static readonly Gen<(int Seed, bool IsDouble)> Cases = Gen.Select(Gen.Int[0, 1_000_000], Gen.Bool);

    [Fact]
    public void Distributions_TreatEveryNonZeroByteAsTrue() => Property.Holds(Cases, sample =>
    {
        manual_seed(sample.Seed);
        Tensor logits = randn(4, 11, sample.IsDouble ? ScalarType.Float64 : ScalarType.Float32);
        Tensor mask = rand(4, 11).gt(Constant.Of(0.5));
        Tensor odd = WithOddBytes(mask, sample.Seed);
        Rows rows = new(4, 11, [], [], [], sample.Seed);
        foreach (Kind kind in Enum.GetValues<Kind>())
        {
            using Subject expected = Subject.Of(kind, logits, mask);
            using Subject actual = Subject.Of(kind, logits, odd);
            TensorAssert.SameBits(expected.Probs, actual.Probs, $"{kind}: probabilities");
            TensorAssert.SameBits(expected.Mode(), actual.Mode(), $"{kind}: mode");
            TensorAssert.SameBits(expected.Sample(new RandomStream(1)), actual.Sample(new RandomStream(1)), $"{kind}: sample");
            TensorAssert.SameBits(expected.LogProb(expected.Mode()), actual.LogProb(expected.Mode()), $"{kind}: log-probability");
            TensorAssert.SameBits(expected.Entropy(), actual.Entropy(), $"{kind}: entropy");
            TensorAssert.SameBits(expected.KlDivergence(expected), actual.KlDivergence(actual), $"{kind}: divergence");
        }

                using MaskedFlags flags = new(logits, mask);
                using MaskedFlags oddFlags = new(logits, odd);
                TensorAssert.SameBits(flags.Sample(new RandomStream(1)), oddFlags.Sample(new RandomStream(1)), "bits");
                TensorAssert.SameBits(
                    flags.LogProb(ones(4, 11, ScalarType.Int64)),
                    oddFlags.LogProb(ones(4, 11, ScalarType.Int64)),
                    "log-probability of bits"
                );
                TensorAssert.SameBits(flags.KlDivergence(flags), oddFlags.KlDivergence(oddFlags), "divergence of bits");
                using MaskedValues values = new(logits, mask);
                using MaskedValues oddValues = new(logits, odd);
                TensorAssert.SameBits(values.EpsilonGreedyProbs(0.3), oddValues.EpsilonGreedyProbs(0.3), "values");
                using MaskedSubset subset = new(logits, logits.select(1, 0), mask, atMost: 3);
                using MaskedSubset oddSubset = new(logits, logits.select(1, 0), odd, atMost: 3);
                TensorAssert.SameBits(subset.Sample(new RandomStream(1)), oddSubset.Sample(new RandomStream(1)), "picks");
            }
        );

    [Fact]
    public void ActorsAndEntities_ArePresentIfTheByteIsNotZero() => Property.Holds(Cases, sample =>
    {
        manual_seed(sample.Seed);
        Tensor present = rand(3, 7).gt(Constant.Of(0.5));
        Tensor odd = WithOddBytes(present, sample.Seed);
        Tensor entities = randn(3, 7, 5);
        Tensor sight = rand(3, 7, 7).gt(Constant.Of(0.3));
        Tensor oddSight = WithOddBytes(sight, sample.Seed);
        using ActorRows rows = ActorRows.OfThePresent(odd);
        using MaskedAttention attention = new(5, 2, 3);
        AttentionEncoder encoder = new(5, width: 8, heads: 2);

                Assert.Equal(present.sum().item<long>(), rows.Rows);
                TensorAssert.SameBits(MaskedPooling.Mean(entities, present), MaskedPooling.Mean(entities, odd), "mean");
                TensorAssert.SameBits(MaskedPooling.Sum(entities, present), MaskedPooling.Sum(entities, odd), "sum");
                TensorAssert.SameBits(MaskedPooling.Max(entities, present), MaskedPooling.Max(entities, odd), "maximum");
                TensorAssert.SameBits(
                    attention.forward(entities, present, sight).detach(),
                    attention.forward(entities, odd, oddSight).detach(),
                    "attention"
                );
                TensorAssert.SameBits(
                    encoder.forward(entities, present, sight).Pooled.detach(),
                    encoder.forward(entities, odd, oddSight).Pooled.detach(),
                    "encoding"
                );
                TensorAssert.SameBits(
                    encoder.AttentionMaps(entities, present, sight)[0].detach(),
                    encoder.AttentionMaps(entities, odd, oddSight)[0].detach(),
                    "attention map"
                );
                encoder.Dispose();
            }
        );

    [Fact]
    public void ARow_HasALegalChoice_IfAByteIsNotZeroInBothMasks()
    {
        bool[] mask = Flags([0, 2, 0, 0, 255, 0]);
        Assert.Empty(LegalityCheck.RowsWithoutLegalChoice(2, mask, []));
        Assert.Equal([1], LegalityCheck.RowsWithoutLegalChoice(2, mask, Flags([0, 1, 0, 1, 0, 1])));
    }

    private static bool[] Flags(byte[] bytes) => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, bool>(bytes).ToArray();

    private static Tensor WithOddBytes(Tensor mask, int seed)
    {
        Random random = new(seed);
        Tensor odd = mask.clone();
        foreach (ref byte flag in odd.bytes)
        {
            flag = (byte)(flag == 0 ? 0 : random.Next(1, 256));
        }

        return odd;
    }
}
