using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Kernels;

/// <summary>A legal logit that is no finite number, as of a network that has diverged, is no distribution: what is computed of its row says so, and other rows do not notice.</summary>
public sealed class NotANumberTests
{
    private static readonly Gen<(int Rows, int Width, int Seed, float Value)> Cases =
        Gen.Select(Gen.Int[2, 5], Gen.Int[1, 130], Gen.Int, Gen.OneOf(float.NaN, float.PositiveInfinity));

    [Fact]
    public void WhatFollowsOfARow_IsNaN_AndOtherRowsAreAsBefore() => Property.Holds(Cases, sample =>
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
            // An infinite logit of a bit is a certain bit.
            FirstIsNaN(soundFlags.LogProb(bits), flags.LogProb(bits), "log-probability of bits");
            FirstIsNaN(soundFlags.Entropy(), flags.Entropy(), "entropy of bits");
        }

        Tensor gradient = Gradient.Of(distribution.LogProb(actions).Plus(distribution.Entropy()), leaf);
        Assert.All(Read.Numbers(gradient[0]), number => Assert.True(double.IsNaN(number), $"gradient: expected NaN, got {number}"));
        TensorAssert.NoNaN(gradient[1..], "gradient of other rows");
    });

    [Fact]
    public void NothingIsDrawnOfARow_AndOtherRowsDrawTheSame() => Property.Holds(Cases, sample =>
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

    private static void FirstIsNaN(Tensor sound, Tensor spoilt, string what)
    {
        Assert.True(double.IsNaN(Read.Numbers(spoilt)[0]), $"{what}: expected NaN, got {Read.Numbers(spoilt)[0]}");
        TensorAssert.SameBits(sound[1..], spoilt.detach()[1..], what);
    }
}
