using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Kernels;

/// <summary>
/// A row with a legal logit of NaN or +inf, as in a network that has diverged, has no valid distribution: its results are NaN, and other
/// rows are not affected.
/// </summary>
public sealed class InvalidLogitTests
{
    private static readonly Gen<(int Rows, int Width, int Seed, float Value)> Cases =
        Gen.Select(Gen.Int[2, 5], Gen.Int[1, 130], Gen.Int, Gen.OneOf(float.NaN, float.PositiveInfinity));

    [Fact]
    public void ResultsOfAnInvalidRow_AreNaN_AndOtherRowsAreNotAffected() => Property.Holds(Cases, sample =>
    {
        manual_seed(sample.Seed);
        Tensor logits = randn(sample.Rows, sample.Width);
        Tensor spoilt = logits.clone();
        spoilt[0, new Random(sample.Seed).Next(sample.Width)] = full([], Constant.Of(sample.Value));
        Tensor leaf = Gradient.Leaf(spoilt);
        Tensor actions = Constant.Range(sample.Rows).remainder(Constant.Of((long)sample.Width));
        using MaskedCategorical sound = new(logits, null);
        using MaskedCategorical distribution = new(leaf, null);
        using MaskedFlags soundFlags = new(logits, null);
        using MaskedFlags flags = new(leaf, null);
        Tensor bits = ones(sample.Rows, sample.Width, ScalarType.Int64);

        FirstIsNaN(sound.LogProb(actions), distribution.LogProb(actions), "log-probability");
        FirstIsNaN(sound.Entropy(), distribution.Entropy(), "entropy");
        if (float.IsNaN(sample.Value))
        {
            // For bits, only NaN is invalid: with an infinite logit, a bit is certain.
            FirstIsNaN(soundFlags.LogProb(bits), flags.LogProb(bits), "log-probability of bits");
            FirstIsNaN(soundFlags.Entropy(), flags.Entropy(), "entropy of bits");
        }

        Tensor gradient = Gradient.Of(distribution.LogProb(actions).Plus(distribution.Entropy()), leaf);
        Assert.All(Read.Numbers(gradient[0]), number => Assert.True(double.IsNaN(number), $"gradient: expected NaN, got {number}"));
        TensorAssert.NoNaN(gradient[1..], "gradient of other rows");
    });

    [Fact]
    public void AnInvalidRow_DrawsNoAction_AndOtherRowsDrawTheSame() => Property.Holds(Cases, sample =>
    {
        manual_seed(sample.Seed);
        Tensor logits = randn(sample.Rows, sample.Width);
        Tensor spoilt = logits.clone();
        spoilt[0, new Random(sample.Seed).Next(sample.Width)] = full([], Constant.Of(sample.Value));
        using MaskedCategorical sound = new(logits, null);
        using MaskedCategorical distribution = new(spoilt, null);

        long[] expected = Read.Actions(sound.Sample(new RandomStream(sample.Seed)));
        expected[0] = -1;
        Tensor drawn = distribution.Sample(new RandomStream(sample.Seed));
        Assert.Equal(expected, Read.Actions(drawn));
        Assert.True(double.IsNaN(Read.Numbers(distribution.LogProb(drawn))[0]));
    });

    /// <summary>
    /// Invalid legal logits: NaNs with any payload, +inf, or all logits -inf.
    /// </summary>
    public static TheoryData<string, bool> Spoilt =>
        Engines.WithBoth(["NaN", "a NaN with all bits set", "a NaN with low bits", "+inf", "all -inf"]);

    [Theory]
    [MemberData(nameof(Spoilt))]
    public void BothEngines_AgreeOnInvalidRows(string kind, bool isFused) => Property.Holds(Shapes, sample =>
    {
        manual_seed(sample.Seed);
        Random random = new(sample.Seed);
        Tensor sound = randn(3, sample.Width);
        Tensor mask = rand(3, sample.Width).gt(Constant.Of(0.5));
        int legal = random.Next(sample.Width);
        mask.select(1, legal).fill_(Constant.Of(true));
        Tensor spoilt = sound.clone();
        if (kind == "all -inf")
        {
            spoilt[1] = where(mask[1], full_like(spoilt[1], Constant.Of(float.NegativeInfinity)), spoilt[1]);
        }
        else
        {
            spoilt[1, legal] = tensor(Number(kind));
        }

        Tensor leaf = Gradient.Leaf(isFused ? spoilt : spoilt.to(ScalarType.Float64));
        using MaskedCategorical expected = new(isFused ? sound : sound.to(ScalarType.Float64), mask);
        using MaskedCategorical actual = new(leaf, mask);
        Tensor actions = mask.to(ScalarType.Int64).argmax(-1);
        long[] drawn = Read.Actions(expected.Sample(new RandomStream(sample.Seed)));
        long[] mode = Read.Actions(expected.Mode());
        (drawn[1], mode[1]) = (-1, -1);

                Assert.Equal(drawn, Read.Actions(actual.Sample(new RandomStream(sample.Seed))));
                Assert.Equal(mode, Read.Actions(actual.Mode()));
                Assert.Equal(-1, Read.Actions(actual.Sample(new RandomStream(sample.Seed), temperature: 0.5))[1]);
                SecondIsNaN(expected.LogProb(actions), actual.LogProb(actions), "log-probability");
                SecondIsNaN(expected.Entropy(), actual.Entropy(), "entropy");
                SecondIsNaN(expected.KlDivergence(expected), actual.KlDivergence(expected), "divergence from others");
                SecondIsNaN(expected.KlDivergence(expected), expected.KlDivergence(actual), "divergence of others");
                Tensor none = tensor(drawn);
                Assert.True(double.IsNaN(Read.Numbers(actual.LogProb(none))[1]), "log-probability of no action");
                Assert.True(double.IsNaN(Read.Numbers(actual.Probs[1, legal])[0]), "probability");
                foreach (
                    Func<MaskedCategorical, Tensor> result in new Func<MaskedCategorical, Tensor>[]
                    {
                        it => it.LogProb(actions),
                        it => it.LogProb(none),
                        it => it.Entropy(),
                    }
                )
                {
                    leaf.grad = null;
                    using MaskedCategorical fresh = new(leaf, mask);
                    Tensor gradient = Gradient.Of(result(fresh), leaf);
                    TensorAssert.NoNaN(gradient[0], "gradient of the first row");
                    TensorAssert.NoNaN(gradient[2], "gradient of the last row");
                    Assert.Equal(Read.Numbers(mask[1]).Select(isLegal => isLegal != 0), Read.Numbers(gradient[1]).Select(double.IsNaN));
                }
            },
            iter: 40
        );

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ALegalLogitOfMinusInfinity_HasProbabilityZero(bool isFused)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor leaf = Gradient.Leaf(
            tensor(new[] { 1f, float.NegativeInfinity, 0f }).reshape(1, 3).to(isFused ? ScalarType.Float32 : ScalarType.Float64)
        );
        using MaskedCategorical distribution = new(leaf);
        Assert.Equal([double.NegativeInfinity], Read.Numbers(distribution.LogProb(tensor(new[] { 1L }))));
        TensorAssert.Zero(Gradient.Of(distribution.LogProb(tensor(new[] { 1L })), leaf), "gradient");
        using MaskedCategorical another = new(leaf);
        TensorAssert.Finite(another.KlDivergence(distribution).detach(), "divergence");
        TensorAssert.Finite(Gradient.Of(another.Entropy(), leaf), "gradient of the entropy");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void BitsOfARowWithANaN_AreNoAction_AndInfiniteLogitsAreCertainBits(bool isFused)
    {
        using DisposeScope scope = NewDisposeScope();
        ScalarType type = isFused ? ScalarType.Float32 : ScalarType.Float64;
        Tensor leaf = Gradient.Leaf(
            tensor(new[] { 1f, float.NaN, -1f, 1f, float.PositiveInfinity, float.NegativeInfinity }).reshape(2, 3).to(type)
        );
        Tensor mask = tensor(new[] { true, true, false, true, true, true }).reshape(2, 3);
        using MaskedFlags flags = new(leaf, mask);
        Assert.Equal([-1, -1, -1], Read.Actions(flags.Sample(new RandomStream(1)))[..3]);
        Assert.Equal([1, 0], Read.Actions(flags.Sample(new RandomStream(1)))[4..]);
        Assert.Equal([-1, -1, -1, 1, 1, 0], Read.Actions(flags.Mode()));
        foreach (long[] bits in new long[][] { [-1, -1, -1, 1, 1, 0], [0, 1, 0, 0, 1, 0] })
        {
            double[] logProb = Read.Numbers(flags.LogProb(tensor(bits).reshape(2, 3)));
            Assert.True(double.IsNaN(logProb[0]) && double.IsFinite(logProb[1]), $"log-probability: {logProb[0]}, {logProb[1]}");
        }

        double[] entropy = Read.Numbers(flags.Entropy());
        Assert.True(double.IsNaN(entropy[0]));
        TensorAssert.Close([0.5822], flags.Entropy()[1..], "entropy", floor: 1e-4);
        Tensor gradient = Gradient.Of(flags.Entropy().Plus(flags.LogProb(tensor(new[] { 0L, 1, 0, 1, 1, 0 }).reshape(2, 3))), leaf);
        Assert.Equal([true, true, false, false, false, false], Read.Numbers(gradient).Select(double.IsNaN));
        Assert.Equal(0, Read.Numbers(gradient)[2]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void BitsWithAnImpossibleValue_HaveGradientZero(bool isFused)
    {
        using DisposeScope scope = NewDisposeScope();
        ScalarType type = isFused ? ScalarType.Float32 : ScalarType.Float64;
        Tensor leaf = Gradient.Leaf(tensor(new[] { 1f, 2f, 1f, float.NegativeInfinity, 1f, 0.5f }).reshape(3, 2).to(type));
        Tensor mask = tensor(new[] { true, false, true, true, true, true }).reshape(3, 2);
        using MaskedFlags flags = new(leaf, mask);
        Tensor logProb = flags.LogProb(ones(3, 2, ScalarType.Int64));
        Assert.Equal([double.NegativeInfinity, double.NegativeInfinity], Read.Numbers(logProb)[..2]);
        Tensor gradient = Gradient.Of(logProb, leaf);
        TensorAssert.Zero(gradient[..2], "gradient");
        Assert.All(Read.Numbers(gradient[2]), number => Assert.True(number > 0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void PicksOfAnInvalidRow_AreNoAction(bool isFused)
    {
        using DisposeScope scope = NewDisposeScope();
        ScalarType type = isFused ? ScalarType.Float32 : ScalarType.Float64;
        Tensor logits = randn(3, 4, type);
        logits[1, 2] = tensor(float.NaN, type);
        Tensor leaf = Gradient.Leaf(logits);
        using MaskedSubset subset = new(leaf, zeros(3, type), null, atMost: 2);
        Tensor picks = subset.Sample(new RandomStream(1));
        Assert.Equal([-1, -1], Read.Actions(picks)[2..4]);
        Assert.Equal([-1, -1], Read.Actions(subset.Mode())[2..4]);
        Assert.Equal([false, true, false], Read.Numbers(subset.LogProb(picks)).Select(double.IsNaN));
        Assert.Equal([false, true, false], Read.Numbers(subset.Entropy(picks)).Select(double.IsNaN));
        Tensor gradient = Gradient.Of(subset.LogProb(picks), leaf);
        Assert.Equal([false, true, false], [.. Enumerable.Range(0, 3).Select(row => Read.Numbers(gradient[row]).All(double.IsNaN))]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Divergences_AreExactOrInfinite(bool isFused)
    {
        using DisposeScope scope = NewDisposeScope();
        ScalarType type = isFused ? ScalarType.Float32 : ScalarType.Float64;
        Tensor leaf = Gradient.Leaf(tensor(new[] { 0f, 0f, 0f, 0f }).reshape(2, 2).to(type));
        using MaskedCategorical even = new(leaf);
        using MaskedCategorical steep = new(tensor(new[] { 3e38f, 0f, 3e38f, float.NegativeInfinity }).reshape(2, 2).to(type));
        Tensor divergence = even.KlDivergence(steep);
        TensorAssert.Close([1.5e38, double.PositiveInfinity], divergence, "divergence");
        TensorAssert.NoNaN(Gradient.Of(divergence, leaf), "gradient");
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Divergences_DistinguishImpossibleFromMaskedChoices(bool isFused, bool isMasked)
    {
        using DisposeScope scope = NewDisposeScope();
        ScalarType type = isFused ? ScalarType.Float32 : ScalarType.Float64;
        Tensor? mask = isMasked ? ones(3, 3, ScalarType.Bool) : null;
        float none = float.NegativeInfinity;
        Tensor mine = tensor(new[] { 0, none, 1, 1e4f, 0, none, none, 0, 0 }).reshape(3, 3).to(type);
        using MaskedCategorical p = new(Gradient.Leaf(mine), mask);
        using MaskedCategorical q = new(tensor(new[] { 1, none, 0, 0, none, 0, none, 0, none }).reshape(3, 3).to(type), mask);
        double[] divergence = Read.Numbers(p.KlDivergence(q));
        Assert.Equal(0.462117, divergence[0], 1e-5);
        Assert.Equal([double.PositiveInfinity, double.PositiveInfinity], divergence[1..]);
        using MaskedFlags ofOne = new(
            Gradient.Leaf(tensor(new[] { none }).reshape(1, 1).to(type)),
            isMasked ? ones(1, 1, ScalarType.Bool) : null
        );
        using MaskedFlags ofOther = new(tensor(new[] { none }).reshape(1, 1).to(type), isMasked ? ones(1, 1, ScalarType.Bool) : null);
        Assert.Equal([0], Read.Numbers(ofOne.KlDivergence(ofOther)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AMaskedLogitOfAnInvalidRow_HasGradientZero(bool isFused)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor leaf = Gradient.Leaf(
            tensor(new[] { 0.5f, float.NaN, 1f }).reshape(1, 3).to(isFused ? ScalarType.Float32 : ScalarType.Float64)
        );
        Tensor mask = tensor(new[] { false, true, true }).reshape(1, 3);
        using MaskedFlags flags = new(leaf, mask);
        Assert.Equal([0, double.NaN, double.NaN], Read.Numbers(Gradient.Of(flags.LogProb(tensor(new[] { 1L, 0, 0 }).reshape(1, 3)), leaf)));
        leaf.grad = null;
        using MaskedCategorical categorical = new(leaf, mask);
        Assert.Equal([0, double.NaN, double.NaN], Read.Numbers(Gradient.Of(categorical.LogProb(tensor(new[] { 0L })), leaf)));
    }

    private static readonly Gen<(int Width, int Seed)> Shapes = Gen.Select(Gen.Int[1, 40], Gen.Int[0, 1_000_000]);

    private static float Number(string kind) => kind switch
    {
        "NaN" => float.NaN,
        "+inf" => float.PositiveInfinity,
        "a NaN with all bits set" => BitConverter.Int32BitsToSingle(0x7FFFFFFF),
        _ => BitConverter.Int32BitsToSingle(unchecked((int)0xFFC00001)),
    };

    private static void SecondIsNaN(Tensor sound, Tensor spoilt, string what)
    {
        double[] expected = Read.Numbers(sound);
        double[] actual = Read.Numbers(spoilt);
        Assert.True(double.IsNaN(actual[1]), $"{what}: expected NaN, got {actual[1]}");
        Assert.Equal((expected[0], expected[2]), (actual[0], actual[2]));
    }

    private static void FirstIsNaN(Tensor sound, Tensor spoilt, string what)
    {
        Assert.True(double.IsNaN(Read.Numbers(spoilt)[0]), $"{what}: expected NaN, got {Read.Numbers(spoilt)[0]}");
        TensorAssert.SameBits(sound[1..], spoilt.detach()[1..], what);
    }
}
