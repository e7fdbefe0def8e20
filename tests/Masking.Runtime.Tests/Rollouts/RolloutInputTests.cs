using Masking.Runtime.Tests.Policies;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Rollouts;

/// <summary>Wrong input is refused, and does not change the rollout.</summary>
public sealed class RolloutInputTests
{
    private const string Owner = "ScoutPolicy.Rollout";

    [Fact]
    public void WrongTensors_AreNamed()
    {
        using DisposeScope scope = NewDisposeScope();
        using ScoutRollout scouting = new(steps: 2, environments: 3);
        Pair right = ScoutRollout.Observation(0, 3);
        Step<ScoutPolicy.Actions> step = scouting.Act(right);
        Pair few = ScoutRollout.Observation(0, 2);
        Step<ScoutPolicy.Actions> stepOfFew = scouting.Act(few);

        void Refuse(string member, string expected, string actual, Pair observation, Step<ScoutPolicy.Actions> taken) =>
            Refused.ByShape(Owner, member, expected, actual, () => scouting.Rollout.Add(observation, taken));

        Refuse("Globals", "(batch, 5) float32 with batch = 3", "(2, 5) float32", few, stepOfFew);
        Refuse("Globals", "(batch, 5) float32", "(3, 5) float64", right with { First = zeros(3, 5, ScalarType.Float64) }, step);
        Refuse("Globals", "(batch, 5) float32", "(3, 4) float32", right with { First = zeros(3, 4) }, step);
        Refuse("Globals", "(batch, 5) float32", "null", right with { First = null! }, step);
        Refuse("CommandMask", "(batch, 4) bool", "(4, 3) bool", right with { Second = ones(4, 3, ScalarType.Bool) }, step);
        Refuse("CommandMask", "(batch, 4) bool", "(3, 4) float32", right with { Second = ones(3, 4) }, step);
        Refuse("Command", "(batch) int64", "(2) int64", right, stepOfFew);
        Refuse("Command", "(batch) int64", "(3) float32", right, With(step, zeros(3)));
        Refuse("Command", "(batch) int64", "(3, 1) int64", right, With(step, zeros(3, 1, ScalarType.Int64)));
        Refuse("LogProb", "(batch) float32", "(2) float32", right, new(step.Actions, zeros(2), step.Value));
        Refuse("Value", "(batch) float32", "(3) float64", right, new(step.Actions, step.LogProb, zeros(3, ScalarType.Float64)));

        IsUnchanged(scouting);
    }

    [Fact]
    public void ActionsBeyond32Bits_AreRefused()
    {
        using DisposeScope scope = NewDisposeScope();
        using ScoutRollout scouting = new(steps: 2, environments: 3);
        Pair observation = ScoutRollout.Observation(0, 3);
        Step<ScoutPolicy.Actions> step = scouting.Act(observation);

        foreach (long action in new[] { long.MaxValue, long.MinValue, 1L << 31 })
        {
            Step<ScoutPolicy.Actions> wrong = With(step, tensor(new[] { 0, 1, action }));
            Assert.Contains(
                "Command",
                Assert.Throws<ArgumentOutOfRangeException>(() => scouting.Rollout.Add(observation, wrong)).Message,
                StringComparison.Ordinal
            );
        }

        IsUnchanged(scouting);
    }

    [Fact]
    public void WrongOutcomes_AreRefused_AndTheStepStillWaitsForAnOutcome()
    {
        using ScoutRollout scouting = new(steps: 2, environments: 3);
        scouting.Add();

        void Refuse(string argument, float[] rewards, bool[] dones, params float[] finalValues) =>
            Assert.Equal(
                argument,
                Assert.Throws<ArgumentException>(() => scouting.Rollout.AddOutcome(rewards, dones, finalValues)).ParamName
            );

        Refuse("rewards", [1, 2], [false, false, false]);
        Refuse("rewards", [1, 2, 3, 4], [false, false, false]);
        Refuse("rewards", [1, float.NaN, 3], [false, false, false]);
        Refuse("rewards", [1, float.PositiveInfinity, 3], [false, false, false]);
        Refuse("dones", [1, 2, 3], [false, false]);
        Refuse("finalValues", [1, 2, 3], [false, true, false], 1, 2);
        Refuse("finalValues", [1, 2, 3], [false, true, false], 1, float.NaN, 3);

        Assert.Equal(0, scouting.Rollout.Count);
        scouting.Rollout.AddOutcome([1, 2, 3], [false, true, false], [float.NaN, 5, float.NaN]);
        Assert.Equal(1, scouting.Rollout.Count);
        scouting.Complete();
        using DisposeScope scope = NewDisposeScope();
        TensorAssert.Finite(scouting.Rollout.All().Advantage);
    }

    [Fact]
    public void WrongSettings_AreRefused()
    {
        using DisposeScope scope = NewDisposeScope();
        using ScoutRollout scouting = new(steps: 2, environments: 3);
        scouting.Fill();
        var rollout = scouting.Rollout;

        foreach (double gamma in new[] { -1.1, 1.1, double.NaN })
        {
            Assert.Equal(
                "gamma",
                Assert.Throws<ArgumentOutOfRangeException>(() => rollout.ComputeAdvantages(gamma, 1, new float[3])).ParamName
            );
        }

        foreach (double lambda in new[] { -0.1, 1.1, double.NaN })
        {
            Assert.Equal(
                "lambda",
                Assert.Throws<ArgumentOutOfRangeException>(() => rollout.ComputeAdvantages(1, lambda, new float[3])).ParamName
            );
        }

        Assert.Equal("lastValues", Assert.Throws<ArgumentException>(() => rollout.ComputeAdvantages(1, 1)).ParamName);
        Assert.Equal("lastValues", Assert.Throws<ArgumentException>(() => rollout.ComputeAdvantages(1, 1, new float[2])).ParamName);
        Assert.Equal("lastValues", Assert.Throws<ArgumentException>(() => rollout.ComputeAdvantages(1, 1, [0, float.NaN, 0])).ParamName);
        Tensor turned = zeros(3, 1);
        Tensor wide = zeros(3, ScalarType.Float64);
        Refused.ByShape(Owner, "lastValues", "(3) float32", "(3, 1) float32", () => rollout.ComputeAdvantages(1, 1, turned));
        Refused.ByShape(Owner, "lastValues", "(3) float32", "(3) float64", () => rollout.ComputeAdvantages(1, 1, wide));
        Assert.Throws<InvalidOperationException>(() => rollout.All());
    }

    private static Step<ScoutPolicy.Actions> With(Step<ScoutPolicy.Actions> step, Tensor command) =>
        new(new ScoutPolicy.Actions(command), step.LogProb, step.Value);

    /// <summary>Asserts that nothing was added: the rollout has no step, and none that waits for an outcome.</summary>
    private static void IsUnchanged(ScoutRollout scouting)
    {
        Assert.Equal(0, scouting.Rollout.Count);
        scouting.Complete();
        Assert.Equal([0, 0, 0, 1, 1, 1], Read.Numbers(scouting.Rollout.All().Observation.First.select(1, 0)));
    }
}
