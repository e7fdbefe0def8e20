using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Sampling;

public sealed class TemperatureTests
{
    private const int Rows = 100_000;

    [Theory]
    [InlineData(0.5)]
    [InlineData(3)]
    public void Draws_EqualThoseOfDividedLogits(double temperature)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = randn(4).expand(Rows, 4);
        Tensor mask = tensor(new[] { true, false, true, true }).expand(Rows, 4);

        Tensor drawn = new MaskedCategorical(logits, mask).Sample(new RandomStream(3), temperature);

        TensorAssert.SameBits(new MaskedCategorical(logits.div(Constant.Of(temperature)), mask).Sample(new RandomStream(3)), drawn);
    }

    [Fact]
    public void Masks_ApplyAtEveryTemperature()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = tensor(new[] { 1f, float.NaN, 2f, float.PositiveInfinity }).expand(1000, 4);
        Tensor mask = tensor(new[] { true, false, true, false }).expand(1000, 4);

        foreach (double temperature in new[] { 1e-3, 1e6 })
        {
            Assert.DoesNotContain(
                Read.Actions(new MaskedCategorical(logits, mask).Sample(new RandomStream(1), temperature)),
                action => action is not (0 or 2)
            );
        }
    }

    [Fact]
    public void ComponentsFlagsAndGrids_SupportTemperature()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = randn(500, 4);
        Tensor map = randn(5, 3, 4, 5);
        Tensor agents = rand(5, 4, 5).gt(Constant.Of(0.5));

        TensorAssert.SameBits(
            new MaskedComponents(logits.div(Constant.Of(2)), null, [2, 2]).Sample(new RandomStream(1)),
            new MaskedComponents(logits, null, [2, 2]).Sample(new RandomStream(1), 2)
        );
        TensorAssert.SameBits(
            new MaskedFlags(logits.div(Constant.Of(2))).Sample(new RandomStream(1)),
            new MaskedFlags(logits).Sample(new RandomStream(1), 2)
        );
        TensorAssert.SameBits(
            new MaskedGrid(map.div(Constant.Of(2)), agents).Sample(new RandomStream(1)),
            new MaskedGrid(map, agents).Sample(new RandomStream(1), 2)
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void InvalidTemperatures_AreRefused_AndTakeNoStep(double temperature)
    {
        using DisposeScope scope = NewDisposeScope();
        RandomStream stream = new(1);
        MaskedCategorical categorical = new(zeros(2, 3));

        Assert.Throws<ArgumentOutOfRangeException>("temperature", () => categorical.Sample(stream, temperature));
        Assert.Equal(0, stream.Step);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void AtTheLowestTemperatures_TheGreatestLegalLogitIsDrawn(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = tensor(new[] { 0d, 1, 2, 9, 3e38, -1, 2, 9 }).reshape(2, 4).to(type);
        Tensor mask = tensor(new[] { true, true, true, false }).expand(2, 4);
        using MaskedCategorical distribution = new(logits, mask);
        using MaskedFlags flags = new(logits.sub(Constant.Of(0.5)), mask);
        foreach (double temperature in new[] { double.Epsilon, 1e-320, 1e-310, 1e-100, 1e-10 })
        {
            Assert.Equal([2, 0], Read.Actions(distribution.Sample(new RandomStream(1), temperature)));
            Assert.Equal([0, 1, 1, 0, 1, 0, 1, 0], Read.Actions(flags.Sample(new RandomStream(1), temperature)));
        }
    }
}
