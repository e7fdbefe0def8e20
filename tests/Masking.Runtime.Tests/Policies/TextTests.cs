using Masking.Runtime.Tests.Rollouts;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Policies;

/// <summary><c>ToString</c> returns shapes and element types, and the values of small tensors.</summary>
public sealed class TextTests
{
    [Fact]
    public void SmallTensors_AreDescribedWithTheirValues()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor disposed = zeros(2);
        disposed.Dispose();
        Says("(2) int64 [1, -1]", tensor(new[] { 1L, -1 }));
        Says("(2, 3) float32 [[0, 1, 2], [3, 4, 5]]", Constant.Range(6).to(ScalarType.Float32).reshape(2, 3));
        Says("(3) float32 [0.33333, NaN, -Infinity]", tensor(new[] { 1f / 3, float.NaN, float.NegativeInfinity }));
        Says("(1) bfloat16 [0.5]", full(1, Constant.Of(0.5), ScalarType.BFloat16));
        Says("(2) bool [true, false]", tensor(new[] { true, false }));
        Says("(1) uint8 [200]", tensor(new byte[] { 200 }));
        Says("() float64 2.5", tensor(2.5));
        Says("(0, 3) float32", zeros(0, 3));
        Says("(4, 4) float32 [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]", zeros(4, 4));
        Says("(17) float32", zeros(17));
        Says("(16, 0) float32", zeros(16, 0));
        Says("(2) ComplexFloat32", zeros(2, ScalarType.ComplexFloat32));
        Says("(2) float32 [1, 1]", ones(2).requires_grad_());
        Says("a disposed tensor", disposed);
        Says("null", null);
    }

    [Fact]
    public void AStep_ContainsItsActions_AndStatesThatItWasDisposed()
    {
        using DisposeScope scope = NewDisposeScope();
        Step<ScoutPolicy.Actions, TestMemory> step = new(new(tensor(new[] { 1L, 0 })), tensor(new[] { -0.5f, -2f }), null,
            new(zeros(2, 3), ones(2, 100)));

        Assert.Equal("Step { Actions = ScoutPolicy.Actions { Command = (2) int64 [1, 0] }, LogProb = (2) float32 [-0.5, -2], "
            + "Memory = TestMemory { Hidden = (2, 3) float32 [[0, 0, 0], [0, 0, 0]], Cell = (2, 100) float32 } }", step.ToString());

        step.Memory.Hidden.Dispose();
        Assert.Contains("Hidden = a disposed tensor", step.ToString(), StringComparison.Ordinal);
        step.Dispose();
        Assert.Equal("Step (disposed)", step.ToString());
    }

    [Fact]
    public void AnEvaluation_ContainsLogProbEntropyAndValue()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal("Evaluation { LogProb = (1) float32 [0], Entropy = (1) float32 [1], Value = (1) float32 [2] }",
            new Evaluation(zeros(1), ones(1), full(1, Constant.Of(2f))).ToString());
        Assert.EndsWith("Value = (1) float32 [2], LogProbPerActor = (1) float32 [1] }",
            new Evaluation(zeros(1), ones(1), full(1, Constant.Of(2f)), ones(1)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AMinibatchAndItsRollout_DescribeTheirContents()
    {
        using ScoutRollout scouting = new(steps: 4, environments: 1, hasValue: false);
        Assert.Equal("ScoutPolicy.Rollout { 0 of 4 steps of 1 environments }", scouting.Rollout.ToString());
        scouting.Complete();
        using var all = scouting.Rollout.All();
        Assert.StartsWith("Minibatch { Observation = Pair { First = (4, 5) float32, Second = null }, Actions = ScoutPolicy.Actions { "
            + "Command = (4) int64 [", all.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("Starts = (4) bool [true, false, false, false], Rows = (4) int64 [0, 1, 2, 3] }", all.ToString(),
            StringComparison.Ordinal);
        Assert.DoesNotContain("Value", all.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Distributions_ContainTheirSizes()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal("MaskedCategorical { Rows = (2), Choices = 3 }", new MaskedCategorical(zeros(2, 3)).ToString());
        Assert.Equal("MaskedFlags { Rows = (2), Bits = 3 }", new MaskedFlags(zeros(2, 3)).ToString());
        Assert.Equal("MaskedInterval { Rows = (2) float32 }", new MaskedInterval(zeros(2), ones(2)).ToString());
        Assert.Equal("MaskedComponents { Rows = (2), Sizes = [1, 2] }", new MaskedComponents(zeros(2, 3), null, [1, 2]).ToString());
        Assert.Equal("MaskedValues { Rows = (2), Choices = 3 }", new MaskedValues(zeros(2, 3)).ToString());
        Assert.Equal("MaskedSubset { Legal = (1, 2) bool [[true, true]], Picks = 1 to 2 }",
            new MaskedSubset(zeros(1, 2), zeros(1), null, 2).ToString());
        Assert.Equal("MaskedGrid { Agents = ActorRows { Shape = (1, 2, 2), Rows = 4 }, Choices = 3 }",
            new MaskedGrid(zeros(1, 3, 2, 2), ones(1, 2, 2, ScalarType.Bool)).ToString());
        using Head<int> head = new(4, 3);
        using Head<bool> other = new(4, 2);
        using ActorHeads heads = new ActionPlan("P", 0, HeadPlan.Choice("A", 3), HeadPlan.Choice("B", 2)).Choose(ActorRows.OfTheAgent(5),
            zeros(5, 4), head.Choose(null), other.Choose(null));
        Assert.Equal("A of 3 choices, B of 2 choices for 5 actors in (5)", heads.ToString());
    }

    [Fact]
    public void ToString_LeavesNoTensor()
    {
        using Tensor numbers = zeros(2, 3, ScalarType.Float16);
        Pair pair = new(numbers, null);
        LiveTensors.AreUnchangedBy(() => RecordText.Of(pair), calls: 20);
    }

    private static void Says(string expected, Tensor? tensor) => Assert.Equal(expected, TensorText.WithValues(tensor));
}
