using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Distributions;

public sealed class ActorRowsTests
{
    private static readonly bool[] Present = [true, false, true, false, false, false, false, true, true];

    [Fact]
    public void Gather_ReturnsPresentActors_AndScatterRestoresThem()
    {
        using DisposeScope scope = NewDisposeScope();
        using ActorRows rows = ActorRows.OfThePresent(tensor(Present).reshape(3, 3));
        Tensor slots = Constant.Range(18).reshape(3, 3, 2);
        Tensor gathered = rows.Gather(slots);
        Assert.Equal((4L, 3L, false), (rows.Rows, rows.Batch, rows.IsTheOneAgent));
        Assert.Equal([3, 3], rows.Shape.ToArray());
        Assert.Equal([0, 1, 4, 5, 14, 15, 16, 17], Read.Actions(gathered));
        Assert.Equal(
            [0, 1, -1, -1, 4, 5, -1, -1, -1, -1, -1, -1, -1, -1, 14, 15, 16, 17],
            Read.Actions(rows.Scatter(gathered, Constant.Of(-1)))
        );
        Assert.Equal([7, 7, 9, 9], Read.Actions(rows.GatherEnvironment(tensor(new[] { 7L, 8L, 9L }))));
    }

    [Fact]
    public void SumAndMean_AreZeroWithoutActors()
    {
        using DisposeScope scope = NewDisposeScope();
        using ActorRows rows = ActorRows.OfThePresent(tensor(Present).reshape(3, 3));
        Tensor numbers = Gradient.Leaf(tensor(new[] { 1f, 2f, 3f, 5f }));
        TensorAssert.Close([3, 0, 8], rows.Sum(numbers));
        TensorAssert.Close([3, 0, 8], rows.Reduce(numbers, EntropyReduction.Sum));
        TensorAssert.Close([1.5, 0, 4], rows.Reduce(numbers, EntropyReduction.Mean));
        Tensor haveChoice = tensor(new[] { true, false, false, false });
        TensorAssert.Close([3, 0, 8], rows.Reduce(numbers, EntropyReduction.Mean, haveChoice));
        TensorAssert.Close([0.5, 0.5, 0.5, 0.5], Gradient.Of(rows.Reduce(numbers, EntropyReduction.Mean), numbers));
    }

    [Fact]
    public void TheSingleAgent_HasOneRowPerEnvironment()
    {
        using DisposeScope scope = NewDisposeScope();
        using ActorRows rows = ActorRows.OfTheAgent(3);
        Tensor numbers = tensor(new[] { 1f, 2f, 3f });
        Assert.True(rows.IsTheOneAgent);
        Assert.All(
            [
                rows.Gather(numbers),
                rows.GatherEnvironment(numbers),
                rows.Scatter(numbers, Constant.Of(-1)),
                rows.Sum(numbers),
                rows.Reduce(numbers, EntropyReduction.Mean),
            ],
            same => TensorAssert.SameBits(numbers, same)
        );
    }

    [Fact]
    public void Rows_LeaveNoTensor()
    {
        using Tensor present = tensor(Present).reshape(3, 3);
        using Tensor slots = Constant.Range(9).reshape(3, 3).to(ScalarType.Float32);
        LiveTensors.AreUnchangedBy(() =>
        {
            using ActorRows rows = ActorRows.OfThePresent(present);
            using Tensor gathered = rows.Gather(slots);
            using Tensor scattered = rows.Scatter(gathered, Constant.Of(0));
            using Tensor environments = rows.GatherEnvironment(slots);
            using Tensor sum = rows.Sum(gathered);
            using Tensor mean = rows.Reduce(gathered, EntropyReduction.Mean);
        }, calls: 1000);
    }
}
