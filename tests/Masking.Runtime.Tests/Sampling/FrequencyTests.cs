using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Sampling;

/// <summary>A million samples are legal, and have the frequencies of their probabilities.</summary>
public sealed class FrequencyTests
{
    private const int Draws = 1_000_000;

    [Theory]
    [InlineData(new float[] { 0, 0 }, new[] { true, true })]
    [InlineData(new float[] { 1, -2, 0.5f, 3, 0, 1 }, new[] { true, false, true, true, false, true })]
    [InlineData(new float[] { 8, 0, 1, 8 }, new[] { false, true, true, false })]
    [InlineData(new float[] { float.NaN, 0, float.PositiveInfinity }, new[] { false, true, false })]
    [InlineData(new float[] { -5e8f, 1e9f, -5e8f, float.NaN, -5e8f }, new[] { true, false, true, false, true })]
    public void Categorical_DrawsItsProbabilities(float[] logits, bool[] mask)
    {
        using DisposeScope scope = NewDisposeScope();
        using MaskedCategorical one = new(tensor(logits), tensor(mask));
        using MaskedCategorical many = new(tensor(logits).expand(Draws, logits.Length), tensor(mask).expand(Draws, mask.Length));
        ChiSquared.Fits(Read.Numbers(one.Probs), Counts(many.Sample(new RandomStream(20_240)), logits.Length));
    }

    [Fact]
    public void WideCategorical_DrawsItsProbabilities()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = Constant.Range(200).mul(Constant.Of(0.7)).sin();
        Tensor mask = Constant.Range(200).remainder(Constant.Of(3)).ne(Constant.Of(0));
        using MaskedCategorical one = new(logits, mask);
        using MaskedCategorical many = new(logits.expand(100_000, 200), mask.expand(100_000, 200));
        ChiSquared.Fits(Read.Numbers(one.Probs), Counts(many.Sample(new RandomStream(7)), 200));
    }

    [Fact]
    public void EveryStep_DrawsIndependently()
    {
        using DisposeScope scope = NewDisposeScope();
        using MaskedCategorical many = new(zeros(1000, 4));
        RandomStream stream = new(3);
        long[] counts = new long[4 * 4];
        long[] before = Read.Actions(many.Sample(stream));
        for (int step = 0; step < 500; step++)
        {
            long[] after = Read.Actions(many.Sample(stream));
            for (int row = 0; row < after.Length; row++)
            {
                counts[(before[row] * 4) + after[row]]++;
            }

            before = after;
        }

        ChiSquared.Fits([.. Enumerable.Repeat(1.0 / 16, 16)], counts);
    }

    [Fact]
    public void Components_AreDrawnIndependently()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = tensor(new[] { 0.3f, float.NaN, -0.5f, 1f, 0f, -1f, 0.2f });
        Tensor mask = tensor(new[] { true, false, true, true, true, true, true });
        using MaskedComponents one = new(logits, mask, [3, 4]);
        using MaskedComponents many = new(logits.expand(Draws, 7), mask.expand(Draws, 7), [3, 4]);
        Tensor drawn = many.Sample(new RandomStream(1));
        double[] probs = Read.Numbers(one.Probs);
        double[] joint = [.. probs[..3].SelectMany(first => probs[3..].Select(second => first * second))];
        ChiSquared.Fits(joint, Counts(drawn.select(1, 0).mul(Constant.Of(4)).Plus(drawn.select(1, 1)), 12));
    }

    [Fact]
    public void AgentsOfOneGrid_AreDrawnIndependently()
    {
        using DisposeScope scope = NewDisposeScope();
        const int Batch = 250_000;
        Tensor logits = tensor(new[] { 0.3f, 0f, 1f, -1f, 0.5f, 0.1f }).reshape(1, 3, 1, 2);
        Tensor agents = ones(1, 1, 2, ScalarType.Bool);
        using MaskedGrid one = new(logits, agents);
        using MaskedGrid many = new(logits.expand(Batch, 3, 1, 2), agents.expand(Batch, 1, 2));
        Tensor drawn = many.Sample(new RandomStream(2)).reshape(Batch, 2);
        double[] probs = Read.Numbers(one.Probs);
        double[] joint = [.. Enumerable.Range(0, 9).Select(pair => probs[2 * (pair / 3)] * probs[(2 * (pair % 3)) + 1])];
        ChiSquared.Fits(joint, Counts(drawn.select(1, 0).mul(Constant.Of(3)).Plus(drawn.select(1, 1)), 9));
    }

    private static long[] Counts(Tensor drawn, int choices)
    {
        long[] counts = new long[choices];
        foreach (long action in Read.Actions(drawn))
        {
            counts[action]++;
        }

        return counts;
    }
}
