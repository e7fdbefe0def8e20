using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Distributions;

public sealed class ShapeTests
{
    [Theory]
    [InlineData(new long[] { 5 })]
    [InlineData(new long[] { 3, 5 })]
    [InlineData(new long[] { 2, 3, 5 })]
    [InlineData(new long[] { 2, 0, 3, 5 })]
    [InlineData(new long[] { 0, 5 })]
    [InlineData(new long[] { 0, 0 })]
    [InlineData(new long[] { 4, 0 })]
    [InlineData(new long[] { 4, 1 })]
    public void Categorical_HasOneResultPerLeadingPlace(long[] shape)
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (Tensor? mask in new[] { null, rand(shape).gt(Constant.Of(0.4)) })
        {
            Tensor logits = Gradient.Leaf(randn(shape));
            using MaskedCategorical categorical = new(logits, mask);
            Tensor sample = categorical.Sample(new RandomStream(3));
            Assert.Equal(shape[^1], categorical.Choices);
            Assert.Equal(shape, categorical.Probs.shape);
            Assert.All(
                [sample, categorical.Mode(), categorical.LogProb(sample), categorical.Entropy(), categorical.KlDivergence(categorical)],
                result => Assert.Equal(shape[..^1], result.shape)
            );
            TensorAssert.Finite(Gradient.OfWeighted(categorical.LogProb(sample).Plus(categorical.Entropy()), logits), "gradient");
        }
    }

    [Theory]
    [InlineData(new long[] { 6 }, new long[] { 1, 2, 3 })]
    [InlineData(new long[] { 4, 6 }, new long[] { 6 })]
    [InlineData(new long[] { 2, 3, 6 }, new long[] { 0, 6, 0 })]
    [InlineData(new long[] { 0, 6 }, new long[] { 3, 3 })]
    [InlineData(new long[] { 3, 0 }, new long[] { 0, 0 })]
    public void Components_HaveOneResultPerLeadingPlace(long[] shape, long[] sizes)
    {
        using DisposeScope scope = NewDisposeScope();
        using MaskedComponents components = new(randn(shape), rand(shape).gt(Constant.Of(0.4)), sizes);
        Tensor sample = components.Sample(new RandomStream(3));
        long[] rows = shape[..^1];
        Assert.Equal(sizes.Length, components.Count);
        Assert.Equal(shape, components.Probs.shape);
        Assert.All([sample, components.Mode()], actions => Assert.Equal([.. rows, sizes.Length], actions.shape));
        Assert.All(
            [components.LogProb(sample), components.Entropy(), components.KlDivergence(components)],
            result => Assert.Equal(rows, result.shape)
        );
        TensorAssert.Finite(components.LogProb(sample), "log-probability");
    }

    [Theory]
    [InlineData(0, 3, 4, 4)]
    [InlineData(3, 3, 0, 4)]
    [InlineData(3, 0, 2, 2)]
    [InlineData(2, 1, 3, 5)]
    [InlineData(2, 6, 1, 1)]
    public void Grid_HasOneActionPerCell_AndOneNumberPerEnvironment(long batch, long actions, long height, long width)
    {
        using DisposeScope scope = NewDisposeScope();
        using MaskedGrid grid = new(randn(batch, actions, height, width), rand(batch, height, width).gt(Constant.Of(0.5)));
        Tensor sample = grid.Sample(new RandomStream(3));
        Assert.Equal([batch, actions, height, width], grid.Probs.shape);
        Assert.All([sample, grid.Mode()], chosen => Assert.Equal([batch, height, width], chosen.shape));
        Assert.All(
            [grid.LogProb(sample), grid.Entropy(), grid.Entropy(EntropyReduction.Sum), grid.KlDivergence(grid)],
            result => Assert.Equal([batch], result.shape)
        );
        TensorAssert.Finite(grid.LogProb(sample), "log-probability");
    }

    [Fact]
    public void GridWithoutAgents_HasLogProbabilityAndEntropyZero()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = Gradient.Leaf(full([2, 3, 4, 5], Constant.Of(float.NaN)));
        using MaskedGrid grid = new(logits, zeros(2, 4, 5, ScalarType.Bool));
        Tensor logProb = grid.LogProb(full([2, 4, 5], Constant.Of(2L), ScalarType.Int64));
        TensorAssert.Zero(logProb, "log-probability");
        TensorAssert.Zero(grid.Entropy(), "mean entropy");
        TensorAssert.Zero(grid.Entropy(EntropyReduction.Sum), "sum of entropies");
        TensorAssert.Zero(grid.Sample(new RandomStream(1)).Plus(1), "sample + 1");
        TensorAssert.Zero(Gradient.Of(logProb.Plus(grid.Entropy()), logits), "gradient");
    }

    [Fact]
    public void GridEntropy_IsMeanOrSumOverAgents()
    {
        using DisposeScope scope = NewDisposeScope();
        using MaskedGrid grid = new(
            zeros(2, 4, 2, 2),
            tensor(new[] { true, true, true, false, false, true, false, false }).reshape(2, 2, 2)
        );
        TensorAssert.Close([Math.Log(4), Math.Log(4)], grid.Entropy(), "mean");
        TensorAssert.Close([3 * Math.Log(4), Math.Log(4)], grid.Entropy(EntropyReduction.Sum), "sum");
    }

    [Fact]
    public void Results_BelongToTheCaller_AfterTheDistributionIsDisposed()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] results;
        using (MaskedCategorical categorical = new(zeros(2, 4), ones(2, 4, ScalarType.Bool)))
        {
            results =
            [
                categorical.Mode(),
                categorical.Entropy(),
                categorical.LogProb(categorical.Mode()),
                categorical.KlDivergence(categorical),
            ];
        }

        Assert.Equal([0, 0], Read.Actions(results[0]));
        TensorAssert.Close([Math.Log(4), Math.Log(4)], results[1], "entropy");
        TensorAssert.Close([-Math.Log(4), -Math.Log(4)], results[2], "log-probability");
        TensorAssert.Zero(results[3], "divergence");
    }
}
