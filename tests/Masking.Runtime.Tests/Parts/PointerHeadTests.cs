using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Parts;

public sealed class PointerHeadTests
{
    [Fact]
    public void AbsentAndMaskedEntities_HaveProbabilityZero()
    {
        using DisposeScope scope = NewDisposeScope();
        using PointerHead pointer = new(6, 4);
        Tensor present = tensor(new[] { true, true, false, false, false, false }).reshape(2, 3);
        Tensor mask = tensor(new[] { true, false, true, true, true, true }).reshape(2, 3);
        Tensor probs = Heads.ProbsOf(randn(2, 6), pointer.PointAtEntity(randn(2, 3, 4), present, mask));
        TensorAssert.Close([1, 0, 0, 0, 0, 0], probs);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(0)]
    public void CandidatesOfAnotherWidth_AreRefused(long width)
    {
        using PointerHead pointer = new(6, 4);
        using SubsetHead subset = new(6, 4);
        using Tensor entities = zeros(2, 3, width);
        using Tensor cells = zeros(2, 3, 5, width);
        using Tensor present = ones(2, 3, ScalarType.Bool);
        Refused.ByShape("PointerHead", "entities", "encodings of 4 numbers each", $"(2, 3, {width}) float32", () =>
            pointer.PointAtEntity(entities, present, null));
        Refused.ByShape("PointerHead", "cells", "encodings of 4 numbers each", $"(2, 3, 5, {width}) float32", () =>
            pointer.PointAtCell(cells, null));
        Refused.ByShape("SubsetHead", "entities", "encodings of 4 numbers each", $"(2, 3, {width}) float32", () =>
            subset.PickEntities(entities, present, null));
        Refused.ByShape("SubsetHead", "cells", "encodings of 4 numbers each", $"(2, 3, 5, {width}) float32", () =>
            subset.PickCells(cells, null));
    }

    [Fact]
    public void FeaturesOfAnotherWidthOrType_AreRefused_ByTheNameOfTheHead()
    {
        using PointerHead pointer = new(6, 4);
        using Head<int> head = new(6, 3);
        using QHead<int> values = new(6, 3);
        using Tensor narrow = zeros(2, 5);
        using Tensor features = zeros(2, 6);
        using Tensor entities = zeros(2, 3, 4, ScalarType.Float64);
        using Tensor present = ones(2, 3, ScalarType.Bool);
        ActionPlan one = new("Policy", 0, HeadPlan.Choice("Command", 3));
        ActionPlan pointing = new("Policy", 0, HeadPlan.Pointer("Target"));
        using ActorRows agent = ActorRows.OfTheAgent(2);
        Refused.ByShape("Policy", "Command", "features (rows, 6)", "(2, 5) float32", () => one.Choose(agent, narrow, head.Choose(null)));
        Refused.ByShape("Policy", "Target", "candidates of float32", "(2, 3, 4) float64", () =>
            pointing.Choose(agent, features, pointer.PointAtEntity(entities, present, null)));
        Refused.ByShape("Policy", "features", "(2, 6)", "(2, 5) float32", () => values.Judge("Policy", "Q", agent, narrow, null));
        Assert.Equal("heads", Refused.WithoutLeak<ArgumentException>(() => one.Choose(agent, features, default(HeadInput))).ParamName);
    }

    [Fact]
    public void Cells_AreIndexedRowMajor()
    {
        using DisposeScope scope = NewDisposeScope();
        using PointerHead pointer = new(6, 4);
        Tensor mask = zeros(2, 3, 5, ScalarType.Bool);
        mask[0, 1, 2] = tensor(true);
        mask[1, 2, 4] = tensor(true);
        using ActorHeads heads = Heads.Choose(
            "Policy",
            ActorRows.OfTheAgent(2),
            randn(2, 6),
            ("Head", pointer.PointAtCell(randn(2, 3, 5, 4), mask))
        );
        Assert.Equal([7, 14], Read.Actions(heads.Mode()[0]));
    }

    [Fact]
    public void EveryAgent_UsesItsOwnMask()
    {
        using DisposeScope scope = NewDisposeScope();
        using PointerHead pointer = new(6, 4);
        Tensor agents = tensor(new[] { true, true, false, true }).reshape(2, 2);
        Tensor entityMask = eye(3, dtype: ScalarType.Bool).narrow(0, 0, 2).unsqueeze(0).expand(2, 2, 3);
        Tensor cellMask = zeros(2, 2, 1, 3, ScalarType.Bool);
        cellMask[0, 0, 0, 2] = tensor(true);
        cellMask[0, 1, 0, 1] = tensor(true);
        cellMask[1, 1, 0, 0] = tensor(true);
        using ActorHeads heads = Heads.Choose("Policy", ActorRows.OfThePresent(agents), randn(3, 6),
            ("Target", pointer.PointAtEntity(randn(2, 3, 4), ones(2, 3, ScalarType.Bool), entityMask)),
            ("Cell", pointer.PointAtCell(randn(2, 1, 3, 4), cellMask)));
        Tensor[] mode = heads.Mode();
        Assert.Equal([0, 1, -1, 1], Read.Actions(mode[0]));
        Assert.Equal([2, 1, -1, 0], Read.Actions(mode[1]));
    }

    [Fact]
    public void Pointing_LeavesNoTensor_WithoutADisposeScope()
    {
        using PointerHead pointer = new(6, 4);
        using Tensor features = randn(2, 6);
        using Tensor cells = randn(2, 3, 5, 4);
        using Tensor mask = ones(2, 3, 5, ScalarType.Bool);
        LiveTensors.AreUnchangedBy(() =>
        {
            using ActorHeads heads = Heads.Choose("Policy", ActorRows.OfTheAgent(2), features, ("Cell", pointer.PointAtCell(cells, mask)));
            using Tensor mode = heads.Mode()[0];
        }, calls: 20);
    }

    [Fact]
    public void QueriesAndKeysOfDifferentShapes_AreRefused()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal("keys", Assert.Throws<MaskShapeException>(() => PointerHead.Score(randn(2, 4), randn(2, 3, 5))).Member);
        Assert.Equal("keys", Assert.Throws<MaskShapeException>(() => PointerHead.Score(randn(2, 4), randn(1, 3, 4))).Member);
        Assert.Equal("queries", Assert.Throws<MaskShapeException>(() => PointerHead.Score(randn(8), randn(2, 3, 4))).Member);
        using PointerHead pointer = new(6, 4);
        Assert.Equal(
            "entities",
            Assert.Throws<MaskShapeException>(() => pointer.PointAtEntity(randn(2, 12), ones(2, 3, ScalarType.Bool), null)).Member
        );
        Assert.Equal("cells", Assert.Throws<MaskShapeException>(() => pointer.PointAtCell(randn(2, 3, 4), null)).Member);
    }
}
