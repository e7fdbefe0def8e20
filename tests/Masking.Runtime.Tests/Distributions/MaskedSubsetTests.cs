using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Distributions;

public sealed class MaskedSubsetTests
{
    /// <summary>The picks 1 and 3 and the end, from the elements 0, 1 and 3.</summary>
    [Fact]
    public void LogProbabilitiesAndEntropies_EqualTheReference()
    {
        using DisposeScope scope = NewDisposeScope();
        MaskedSubset subset = Reference(atMost: 3);
        double[] logProbs = [-1.4283901699, -1.2729189131, -0.7443966601];
        double[] entropies = [1.0692729686, 1.0911237178, 0.6918987413];

        TensorAssert.Close([logProbs.Sum()], subset.LogProb(Picks(1, 3, -1)));
        TensorAssert.Close([entropies.Sum()], subset.Entropy(Picks(1, 3, -1)));
        TensorAssert.Close([logProbs[..2].Sum()], Reference(atMost: 2).LogProb(Picks(1, 3)), "after the most picks the end is certain");
        TensorAssert.Close([entropies[..2].Sum()], Reference(atMost: 2).Entropy(Picks(1, 3)));
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(2, 5)]
    [InlineData(4, 5)]
    public void ProbabilitiesOfAllPicks_SumToOne_AndEntropyIsTheMeanOfItsEstimates(int atLeast, int atMost)
    {
        using DisposeScope scope = NewDisposeScope();
        MaskedSubset subset = Reference(atMost, atLeast);
        double total = 0;
        double entropy = 0;
        double estimate = 0;
        foreach (long[] picks in Sequences(atMost, 4))
        {
            double logProb = Read.Numbers(subset.LogProb(Picks(picks)))[0];
            double p = Math.Exp(logProb);
            total += p;
            entropy -= p > 0 ? p * logProb : 0;
            estimate += p > 0 ? p * Read.Numbers(subset.Entropy(Picks(picks)))[0] : 0;
            Assert.True(p == 0 || picks.Count(pick => pick >= 0) >= Math.Min(atLeast, 3), $"{string.Join(" ", picks)} has probability {p}");
            Assert.True(p == 0 || !picks.Contains(2), "a masked element is never picked");
        }

        Assert.Equal(1, total, 1e-5);
        Assert.Equal(entropy, estimate, 1e-5);
    }

    [Theory]
    [InlineData(1, 1, -1)]      // twice
    [InlineData(2, -1, -1)]     // masked
    [InlineData(-1, -1, -1)]    // too early an end
    [InlineData(-1, 0, -1)]     // after the end
    [InlineData(0, -1, 1)]      // after the end
    public void ImpossiblePicks_HaveLogProbabilityMinusInfinity(long first, long second, long third)
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal([double.NegativeInfinity], Read.Numbers(Reference(atMost: 3).LogProb(Picks(first, second, third))));
    }

    [Fact]
    public void WithoutCandidates_ThereIsNoAction_WithLogProbabilityZero()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = Gradient.Leaf(randn(2, 4));
        Tensor end = Gradient.Leaf(randn(2));
        MaskedSubset subset = new(logits, end, zeros(2, 4, ScalarType.Bool), atMost: 3);
        Tensor none = full([2, 3], Constant.Of(-1), ScalarType.Int64);

        Assert.Equal(Read.Actions(none), Read.Actions(subset.Sample(new RandomStream(1))));
        Assert.Equal(Read.Actions(none), Read.Actions(subset.Mode()));
        TensorAssert.Zero(subset.LogProb(none));
        TensorAssert.Zero(subset.Entropy(none));
        TensorAssert.Zero(Gradient.Of(subset.LogProb(none), logits));
        Assert.Equal([3, 3], new MaskedSubset(randn(3, 0), randn(3), null, atMost: 3).Sample(new RandomStream(1)).shape);
    }

    [Fact]
    public void FewerCandidatesThanAtLeast_EndAfterTheLastOne()
    {
        using DisposeScope scope = NewDisposeScope();
        MaskedSubset subset = Reference(atMost: 5, atLeast: 5);
        for (int seed = 0; seed < 20; seed++)
        {
            long[] picks = Read.Actions(subset.Sample(new RandomStream(seed)));
            Assert.Equal([0, 1, 3], picks[..3].Order());
            Assert.Equal([-1, -1], picks[3..]);
        }
    }

    [Fact]
    public void Draws_HaveTheirProbabilities()
    {
        const int Rows = 40_000;
        using DisposeScope scope = NewDisposeScope();
        MaskedSubset one = Reference(atMost: 2);
        MaskedSubset many = new(Logits.expand(Rows, 4), End.expand(Rows), Mask.expand(Rows, 4), atMost: 2);
        long[] draws = Read.Actions(many.Sample(new RandomStream(3)));
        Dictionary<(long, long), int> counts = draws
            .Chunk(2)
            .GroupBy(picks => (picks[0], picks[1]))
            .ToDictionary(group => group.Key, group => group.Count());

        foreach (long[] picks in Sequences(2, 4))
        {
            double p = Math.Exp(Read.Numbers(one.LogProb(Picks(picks)))[0]);
            Assert.Equal(p, counts.GetValueOrDefault((picks[0], picks[1])) / (double)Rows, 5 * Math.Sqrt(p * (1 - p) / Rows));
        }
    }

    [Fact]
    public void Divergence_IsZeroFromItself_AndInfiniteWhereTheOtherForbids()
    {
        using DisposeScope scope = NewDisposeScope();
        MaskedSubset subset = Reference(atMost: 3);
        MaskedSubset narrower = new(Logits, End, tensor(new[] { true, true, false, false }).reshape(1, 4), atMost: 3);
        TensorAssert.Zero(subset.KlDivergence(subset, Picks(1, 3, -1)));
        Assert.Equal([double.PositiveInfinity], Read.Numbers(subset.KlDivergence(narrower, Picks(1, -1, -1))));
        Assert.True(Read.Numbers(narrower.KlDivergence(subset, Picks(1, -1, -1)))[0] is > 0 and < double.PositiveInfinity);
        Assert.Throws<ArgumentException>("other", () => subset.KlDivergence(Reference(atMost: 2), Picks(1, 3, -1)));
    }

    [Fact]
    public void MaskedLogits_HaveNoEffect()
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (float value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e30f })
        {
            Tensor logits = Logits.clone();
            logits[0, 2] = tensor(value);
            logits = Gradient.Leaf(logits);
            MaskedSubset subset = new(logits, End, Mask, atMost: 3);
            TensorAssert.SameBits(Reference(atMost: 3).LogProb(Picks(1, 3, -1)), subset.LogProb(Picks(1, 3, -1)));
            TensorAssert.SameBits(Reference(atMost: 3).Entropy(Picks(1, 3, -1)), subset.Entropy(Picks(1, 3, -1)));
            double[] gradient = Read.Numbers(Gradient.Of(subset.LogProb(Picks(1, 3, -1)).Plus(subset.Entropy(Picks(1, 3, -1))), logits));
            Assert.Equal(0, gradient[2]);
            Assert.All(gradient, number => Assert.True(double.IsFinite(number)));
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(2, -1)]
    [InlineData(2, 3)]
    public void InconsistentNumbersOfPicks_AreRefused(int atMost, int atLeast)
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Throws<ArgumentOutOfRangeException>(() => Reference(atMost, atLeast));
    }

    [Fact]
    public void WrongShapes_AreRefused()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal("end", Assert.Throws<MaskShapeException>(() => new MaskedSubset(Logits, zeros(2), Mask, 3)).Member);
        Assert.Equal("mask", Assert.Throws<MaskShapeException>(() => new MaskedSubset(Logits, End, Mask.t(), 3)).Member);
        Assert.Equal("actions", Assert.Throws<MaskShapeException>(() => Reference(3).LogProb(Picks(1, 2))).Member);
        Assert.Throws<ArgumentOutOfRangeException>("actions", () => Reference(3).LogProb(Picks(4, -1, -1)));
        Assert.Throws<ArgumentOutOfRangeException>("actions", () => Reference(3).Entropy(Picks(-2, -1, -1)));
    }

    [Fact]
    public void NoTensorIsLeft()
    {
        using Tensor logits = randn(3, 4);
        using Tensor end = randn(3);
        LiveTensors.AreUnchangedBy(() =>
        {
            using MaskedSubset subset = new(logits, end, null, atMost: 3);
            using Tensor picks = subset.Sample(new RandomStream(1));
            using Tensor logProb = subset.LogProb(picks);
            using Tensor entropy = subset.Entropy(picks);
            using Tensor divergence = subset.KlDivergence(subset, picks);
            using Tensor probs = subset.Probs(picks);
        });
    }

    private static Tensor Logits => tensor(new[] { .4f, -.2f, .9f, .1f }).reshape(1, 4);

    private static Tensor End => tensor(new[] { .3f });

    private static Tensor Mask => tensor(new[] { true, true, false, true }).reshape(1, 4);

    private static MaskedSubset Reference(int atMost, int atLeast = 1) => new(Logits, End, Mask, atMost, atLeast);

    private static Tensor Picks(params long[] picks) => tensor(picks).reshape(1, picks.Length);

    /// <summary>Enumerates all sequences of elements, with padding.</summary>
    private static IEnumerable<long[]> Sequences(int length, int elements) => length == 0
        ? [[]]
        : Sequences(length - 1, elements).SelectMany(picks => Enumerable.Range(-1, elements + 1).Select(pick => (long[])[.. picks, pick]));
}
