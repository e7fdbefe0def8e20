using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Errors;

/// <summary>Tensors of the wrong shape or type are refused before any native call, and never reshaped.</summary>
public sealed class DistributionInputTests
{
    [Fact]
    public void CategoricalMask_OfAnotherShapeOrType_IsRefused()
    {
        using Tensor logits = zeros(2, 3);
        Wrong("(2, 3) bool", "(3, 2) bool", ones(3, 2, ScalarType.Bool));
        Wrong("(2, 3) bool", "(6) bool", ones(6, ScalarType.Bool));
        Wrong("(2, 3) bool", "(1, 3) bool", ones(1, 3, ScalarType.Bool));
        Wrong("(2, 3) bool", "(2, 3, 1) bool", ones(2, 3, 1, ScalarType.Bool));
        Wrong("(2, 3) bool", "(2, 3) float32", ones(2, 3));
        Wrong("(2, 3) bool", "(2, 3) uint8", ones(2, 3, ScalarType.Byte));

        void Wrong(string expected, string actual, Tensor mask) =>
            Refused.ByShape(nameof(MaskedCategorical), "mask", expected, actual, () => new MaskedCategorical(logits, mask));
    }

    [Fact]
    public void LogitsOfIntegers_OrWithoutAnAxis_AreRefused()
    {
        using Tensor integers = ones(2, 3, ScalarType.Int64);
        using Tensor scalar = tensor(1f);
        Refused.ByShape(
            nameof(MaskedCategorical),
            "logits",
            "(…, choices) of floating point",
            "(2, 3) int64",
            () => new MaskedCategorical(integers)
        );
        Refused.ByShape(
            nameof(MaskedCategorical),
            "logits",
            "(…, choices) of floating point",
            "() float32",
            () => new MaskedCategorical(scalar)
        );
        Refused.ByShape(
            nameof(MaskedComponents),
            "logits",
            "(…, Σ sizes) of floating point",
            "(2, 3) int64",
            () => new MaskedComponents(integers, null, [3])
        );
        Refused.ByShape(
            nameof(MaskedGrid),
            "logits",
            "(batch, actions, height, width) of floating point",
            "(2, 3) int64",
            () => new MaskedGrid(integers, integers)
        );
        Assert.Throws<ArgumentNullException>("logits", () => new MaskedCategorical(null!));
        Assert.Throws<ArgumentNullException>("logits", () => new MaskedComponents(null!, null, [3]));
        Assert.Throws<ArgumentNullException>("logits", () => new MaskedGrid(null!, integers));
    }

    [Fact]
    public void Components_ThatDoNotFitTheLogits_AreRefused()
    {
        using Tensor logits = zeros(2, 5);
        using Tensor mask = ones(5, 2, ScalarType.Bool);
        Refused.ByShape(
            nameof(MaskedComponents),
            "logits",
            "(…, 6) for sizes [2, 4]",
            "(2, 5) float32",
            () => new MaskedComponents(logits, null, [2, 4])
        );
        Refused.ByShape(nameof(MaskedComponents), "mask", "(2, 5) bool", "(5, 2) bool", () => new MaskedComponents(logits, mask, [2, 3]));
        Refused.WithoutLeak<ArgumentException>(() => new MaskedComponents(logits, null, []));
        Refused.WithoutLeak<ArgumentOutOfRangeException>(() => new MaskedComponents(logits, null, [6, -1]));
    }

    [Fact]
    public void GridMasks_OfAnotherShape_AreRefused()
    {
        using Tensor logits = zeros(2, 3, 4, 5);
        using Tensor agents = ones(2, 4, 5, ScalarType.Bool);
        using Tensor turned = ones(2, 5, 4, ScalarType.Bool);
        using Tensor numbers = ones(2, 4, 5);
        using Tensor mask = ones(2, 4, 5, 3, ScalarType.Bool);
        Refused.ByShape(nameof(MaskedGrid), "agents", "(2, 4, 5) bool", "(2, 5, 4) bool", () => new MaskedGrid(logits, turned));
        Refused.ByShape(nameof(MaskedGrid), "agents", "(2, 4, 5) bool", "(2, 4, 5) float32", () => new MaskedGrid(logits, numbers));
        Refused.ByShape(nameof(MaskedGrid), "mask", "(2, 3, 4, 5) bool", "(2, 4, 5, 3) bool", () => new MaskedGrid(logits, agents, mask));
        Assert.Throws<ArgumentNullException>("agents", () => new MaskedGrid(logits, null!));
    }

    [Fact]
    public void Actions_OfAnotherShapeOrType_AreRefused()
    {
        using Tensor logits = zeros(2, 3, 4, 5);
        using Tensor agents = ones(2, 4, 5, ScalarType.Bool);
        using Tensor flat = zeros(2, 20, ScalarType.Int64);
        using Tensor narrow = zeros(2, 4, 5, ScalarType.Int32);
        using MaskedGrid grid = new(logits, agents);
        using MaskedCategorical categorical = new(logits);
        using MaskedComponents components = new(logits, null, [2, 3]);
        Refused.ByShape(nameof(MaskedGrid), "actions", "(2, 4, 5) int64", "(2, 20) int64", () => grid.LogProb(flat));
        Refused.ByShape(nameof(MaskedGrid), "actions", "(2, 4, 5) int64", "(2, 4, 5) int32", () => grid.LogProb(narrow));
        Refused.ByShape(nameof(MaskedCategorical), "actions", "(2, 3, 4) int64", "(2, 20) int64", () => categorical.LogProb(flat));
        Refused.ByShape(nameof(MaskedComponents), "actions", "(2, 3, 4, 2) int64", "(2, 20) int64", () => components.LogProb(flat));
        Assert.Throws<ArgumentNullException>("actions", () => categorical.LogProb(null!));
    }

    [Fact]
    public void ActionsOutOfRange_AreRefused()
    {
        using Tensor logits = zeros(2, 4);
        using Tensor map = zeros(1, 4, 2, 3);
        using Tensor agents = ones(1, 2, 3, ScalarType.Bool);
        using MaskedCategorical categorical = new(logits);
        using MaskedComponents components = new(logits, null, [2, 2]);
        using MaskedGrid grid = new(map, agents);
        Refused.ActionsOutside([2], 4, categorical.LogProb);
        Refused.ActionsOutside([2, 2], 2, components.LogProb);
        Refused.ActionsOutside([1, 2, 3], 4, grid.LogProb);
    }

    [Fact]
    public void ActionsOfAbsentAgents_AreNotRead()
    {
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor agents = tensor(new[] { true, false, true, false }).reshape(1, 2, 2);
        using MaskedGrid grid = new(zeros(1, 3, 2, 2), agents);
        Tensor rubbish = tensor(new[] { 0L, 99L, 2L, long.MinValue }).reshape(1, 2, 2);
        TensorAssert.Close([2 * -Math.Log(3)], grid.LogProb(rubbish));
    }

    [Fact]
    public void OtherDistributions_OfAnotherShape_CannotBeCompared()
    {
        using Tensor two = zeros(2, 4);
        using Tensor three = zeros(3, 4);
        using Tensor map = zeros(1, 4, 1, 2);
        using Tensor left = tensor(new[] { true, false }).reshape(1, 1, 2);
        using Tensor right = left.logical_not();
        using MaskedCategorical p = new(two);
        using MaskedCategorical q = new(three);
        using MaskedComponents halves = new(two, null, [2, 2]);
        using MaskedComponents quarters = new(two, null, [1, 3]);
        using MaskedComponents whole = new(two, null, [4]);
        using MaskedGrid one = new(map, left);
        using MaskedGrid another = new(map, right);
        Refused.ByShape(nameof(MaskedCategorical), "other", "(2, 4)", "(3, 4)", () => p.KlDivergence(q));
        Refused.ByShape(nameof(MaskedCategorical), "other", "(2, 2)", "(2, 1)", () => halves.KlDivergence(quarters));
        Refused.ByShape(nameof(MaskedComponents), "other", "2 components", "1 components", () => halves.KlDivergence(whole));
        Refused.WithoutLeak<ArgumentException>(() => one.KlDivergence(another));
        Assert.Throws<ArgumentNullException>("other", () => p.KlDivergence(null!));
    }

    [Fact]
    public void RowsOfTheWrongShape_AreRefused()
    {
        using Tensor present = ones(2, 3, ScalarType.Bool);
        using Tensor turned = zeros(3, 2, 4);
        using Tensor flat = zeros(6, 4);
        using Tensor few = zeros(5);
        using ActorRows rows = ActorRows.OfThePresent(present);
        Refused.ByShape(nameof(ActorRows), "perSlot", "(2, 3, …)", "(3, 2, 4) float32", () => rows.Gather(turned));
        Refused.ByShape(nameof(ActorRows), "perSlot", "(2, 3, …)", "(6, 4) float32", () => rows.Gather(flat));
        Refused.ByShape(nameof(ActorRows), "perEnvironment", "(2, …)", "(3, 2, 4) float32", () => rows.GatherEnvironment(turned));
        Refused.ByShape(nameof(ActorRows), "rows", "(6, …)", "(5) float32", () => rows.Scatter(few, Constant.Of(0)));
        Refused.ByShape(nameof(ActorRows), "rows", "(6)", "(5) float32", () => rows.Sum(few));
        Refused.ByShape(nameof(ActorRows), "rows", "(6)", "(6, 4) float32", () => rows.Reduce(flat, EntropyReduction.Mean));
        Refused.ByShape(
            nameof(ActorRows),
            "present",
            "(batch, entities) or (batch, height, width) bool",
            "(5) float32",
            () => ActorRows.OfThePresent(few)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => ActorRows.OfTheAgent(-1));
    }

    [Fact]
    public void MissingStream_IsRefused()
    {
        using Tensor logits = zeros(2, 4);
        using MaskedCategorical categorical = new(logits);
        Assert.Throws<ArgumentNullException>("stream", () => categorical.Sample((RandomStream)null!));
    }
}
