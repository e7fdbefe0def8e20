using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Policies;

public sealed class ActionReaderTests
{
    private Tensor Actions { get; } = tensor(new[] { 0L, 1, 2, -1, 4, 5 }).reshape(2, 3);

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 2, 2)]
    [InlineData(1, 0, null)]
    [InlineData(1, 2, 5)]
    public void Read_TakesTheActionAtThePlace(long row, long column, int? expected)
    {
        Assert.Equal(expected, ActionReader.Read(Actions, row, column));
        Assert.Equal(expected, ActionReader.Read(Actions.t(), column, row));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(2, 0)]
    [InlineData(0, 3)]
    [InlineData(0, -1)]
    public void PlaceOutsideOfTheTensor_IsRefused(long row, long column) =>
        Refused.WithoutLeak<ArgumentOutOfRangeException>(() => ActionReader.Read(Actions, row, column));

    [Fact]
    public void WhatIsNoAction_IsNotReadAsOne()
    {
        Assert.Equal(4, ActionReader.ReadAction(Actions, 1, 1));
        Refused.WithoutLeak<InvalidOperationException>(() => ActionReader.ReadAction(Actions, 1, 0));
        Assert.Throws<ArgumentNullException>("actions", () => ActionReader.Read(null!, 0));
    }

    [Fact]
    public void OtherElementTypesAndRanks_AreRefused()
    {
        using Tensor narrow = Actions.to(ScalarType.Int32);
        Refused.ByShape(nameof(ActionReader), "actions", "2 axes of int64", "(2, 3) int32", () => ActionReader.Read(narrow, 0, 0));
        Refused.ByShape(nameof(ActionReader), "actions", "1 axes of int64", "(2, 3) int64", () => ActionReader.Read(Actions, 0));
    }

    [Fact]
    public void Read_LeavesNoTensor()
    {
        using Tensor turned = Actions.t();
        LiveTensors.AreUnchangedBy(() => ActionReader.Read(turned, 0, 0), calls: 100);
    }
}
