using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Distributions;

/// <summary>Independent bits, compared with an enumeration of all combinations.</summary>
public sealed class MaskedFlagsTests
{
    private const int Bits = 4;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 10)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Probabilities_SumToOne_AndEntropyIsTheirs(int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor logits, Tensor mask) = Make(seed);
        double[] probabilities = Joint(logits, mask);

        Assert.Equal(1, probabilities.Sum(), 1e-9);
        Assert.Equal(
            -probabilities.Where(p => p > 0).Sum(p => p * Math.Log(p)),
            new MaskedFlags(logits, mask).Entropy().item<double>(),
            1e-9
        );
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Divergence_IsThatOfTheJointActions(int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor logits, Tensor mask) = Make(seed);
        (Tensor others, Tensor otherMask) = Make(seed + 100);
        Tensor wider = mask.logical_or(otherMask);
        double[] p = Joint(logits, mask);
        double[] q = Joint(others, wider);

        double expected = p.Zip(q).Where(pair => pair.First > 0).Sum(pair => pair.First * Math.Log(pair.First / pair.Second));

        Assert.Equal(expected, new MaskedFlags(logits, mask).KlDivergence(new MaskedFlags(others, wider)).item<double>(), 1e-9);
        TensorAssert.Zero(new MaskedFlags(logits, mask).KlDivergence(new MaskedFlags(logits, mask)));
    }

    [Fact]
    public void Divergence_IsInfiniteWhereTheOtherForbidsABit()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = randn(1, 2);
        Tensor first = tensor(new[] { true, false }).reshape(1, 2);

        Assert.Equal([double.PositiveInfinity], Read.Numbers(new MaskedFlags(logits).KlDivergence(new MaskedFlags(logits, first))));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(7)]
    public void MaskedLogit_HasNoEffect(double noise)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = randn(5, Bits);
        Tensor mask = rand(5, Bits).gt(Constant.Of(0.4));
        Tensor noisy = where(mask, logits, full_like(logits, Constant.Of(noise)));

        Assert.All(Results(logits, mask).Zip(Results(noisy, mask)), pair => TensorAssert.SameBits(pair.First, pair.Second));
    }

    [Fact]
    public void MaskedBit_IsNeverOne_AndItsGradientIsZero()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor leaf = Gradient.Leaf(randn(2000, Bits));
        Tensor mask = rand(2000, Bits).gt(Constant.Of(0.5));
        MaskedFlags flags = new(leaf, mask);
        Tensor drawn = flags.Sample(new RandomStream(1));

        TensorAssert.ZeroWhere(mask.logical_not(), drawn, "drawn bits");
        TensorAssert.ZeroWhere(mask.logical_not(), flags.Mode(), "most probable bits");
        TensorAssert.ZeroWhere(mask.logical_not(), Gradient.Of(flags.LogProb(drawn).Plus(flags.Entropy()), leaf), "gradient");
    }

    [Fact]
    public void MaskedBitThatIsOne_IsImpossible_WithoutAGradient()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor leaf = Gradient.Leaf(zeros(1, 2));
        MaskedFlags flags = new(leaf, tensor(new[] { true, false }).reshape(1, 2));
        Tensor logProb = flags.LogProb(tensor(new[] { 1L, 1L }).reshape(1, 2));

        Assert.Equal([double.NegativeInfinity], Read.Numbers(logProb));
        TensorAssert.NoNaN(Gradient.Of(logProb, leaf));
    }

    [Fact]
    public void BitDraws_HaveTheirProbabilities()
    {
        const int Rows = 200_000;
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = tensor(new[] { -2f, 0.3f, 1.5f, 4f });
        double[] frequencies = Read.Numbers(
            new MaskedFlags(logits.expand(Rows, Bits)).Sample(new RandomStream(5)).to(ScalarType.Float64).mean([0L])
        );
        double[] probabilities = Read.Numbers(logits.to(ScalarType.Float64).sigmoid());

        Assert.All(frequencies.Zip(probabilities), pair =>
            Assert.InRange(pair.First, pair.Second - (5.5 * Deviation(pair.Second)), pair.Second + (5.5 * Deviation(pair.Second))));

        static double Deviation(double p) => Math.Sqrt(p * (1 - p) / Rows);
    }

    [Fact]
    public void InvalidBits_AreRefused()
    {
        using DisposeScope scope = NewDisposeScope();
        MaskedFlags flags = new(zeros(1, 2));

        Assert.Throws<ArgumentOutOfRangeException>("actions", () => flags.LogProb(tensor(new[] { 0L, 2L }).reshape(1, 2)));
        Assert.Throws<MaskShapeException>(() => flags.LogProb(zeros(2, 1, ScalarType.Int64)));
        Assert.Throws<MaskShapeException>(() => new MaskedFlags(zeros(1, 2), ones(2, 1, ScalarType.Bool)));
        Assert.Throws<MaskShapeException>(() => flags.KlDivergence(new MaskedFlags(zeros(1, 3))));
    }

    private static (Tensor Logits, Tensor Mask) Make(int seed)
    {
        manual_seed(seed);
        return (randn(1, Bits, ScalarType.Float64), rand(1, Bits).gt(Constant.Of(0.4)));
    }

    private static Tensor[] Results(Tensor logits, Tensor mask)
    {
        Tensor leaf = Gradient.Leaf(logits);
        MaskedFlags flags = new(leaf, mask);
        Tensor drawn = flags.Sample(new RandomStream(2));
        Tensor logProb = flags.LogProb(drawn);
        Tensor entropy = flags.Entropy();
        return [flags.Probs, drawn, flags.Mode(), logProb, entropy, Gradient.Of(logProb.Plus(entropy), leaf)];
    }

    private static double[] Joint(Tensor logits, Tensor mask)
    {
        const int All = 1 << Bits;
        Tensor actions = tensor(Enumerable.Range(0, All * Bits).Select(i => (long)((i / Bits) >> (i % Bits)) & 1).ToArray(), [All, Bits]);
        return Read.Numbers(new MaskedFlags(logits.expand(All, Bits), mask.expand(All, Bits)).LogProb(actions).exp());
    }
}
