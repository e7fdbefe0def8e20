using Masking.Runtime.Tests.Policies;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Rollouts;

/// <summary>A rollout of a policy with a value of each actor: shapes, padding, and wrong input.</summary>
public sealed class ActorRolloutTests
{
    [Fact]
    public void ActorSlots_AreTheCapacityOfTheSet_OrTheCellsOfTheMap()
    {
        InputContract ofMap = new(
            "FleetPolicy", InputSpec.Dense("Sea", "(batch, 2, height, width)"), InputSpec.Mask("SeaMask", "(batch, height, width)"));
        Rollout<Pair, Pair> map = new(
            new RolloutLayout(ofMap, "SeaMask"), steps: 1, environments: 2, RolloutAxis.Cells("height", 3), RolloutAxis.Cells("width", 4));
        using ScoutRollout scouting = new(steps: 1, environments: 2);

        Assert.Equal((5, 12, null), (new SquadRollout(1, 2, 5).Rollout.ActorSlots, map.ActorSlots, scouting.Rollout.ActorSlots));
    }

    [Fact]
    public void AMinibatch_IsPaddedToTheLargestSetOfItsRows()
    {
        using DisposeScope scope = NewDisposeScope();
        SquadRollout squad = new(steps: 2, environments: 1, slots: 4);
        squad.Add([true, true, false], [1, 2, 0], [1, 1, 1, 1]);
        squad.Add([true], [3], [1, 1, 1, 1]);
        squad.Rollout.ComputeAdvantages(0, 0, [0, 0, 0, 0]);

        Minibatch<Pair, ScoutPolicy.Actions> all = squad.Rollout.All();
        Assert.Equal([2, 3], all.Value.shape);
        Assert.Equal([1, 2, 0, 3, 0, 0], Read.Numbers(all.Value));
        Assert.Equal([-1, -2, 0, -3, 0, 0], Read.Numbers(all.LogProbPerActor));
        Assert.Equal([0, -1, 0, -2, 0, 0], Read.Numbers(all.Advantage));
        Assert.Equal([1, 1, 0, 1, 0, 0], Read.Numbers(all.Return));
        Assert.Equal([1, 1, 0, 1, 0, 0], Read.Numbers(all.Present!));
        Assert.Equal(Read.Numbers(all.Observation.Second!), Read.Numbers(all.Present!));
        Assert.Equal([0, 0], Read.Numbers(all.LogProb));

        Minibatch<Pair, ScoutPolicy.Actions>[] single = [.. squad.Rollout.Minibatches(2, new RandomStream(1)).Select(part =>
        {
            Assert.Equal(part.Observation.Second!.shape, part.Value.shape);
            Assert.Equal(part.Rows[0].item<long>() == 0 ? 3 : 1, part.Present!.size(1));
            return part;
        })];
        Assert.Equal(2, single.Length);

        Minibatch<Pair, ScoutPolicy.Actions> sequence = squad.Rollout.AllSequences();
        Assert.Equal([2, 1, 3], sequence.Value.shape);
        Minibatch<Pair, ScoutPolicy.Actions> slice = sequence.Slice(0, 1);
        Assert.Equal(Read.Numbers(all.Return), Read.Numbers(slice.Return));
        Assert.Equal(Read.Numbers(all.Present!), Read.Numbers(slice.Present!));
        Assert.Equal(Read.Numbers(all.LogProbPerActor), Read.Numbers(slice.LogProbPerActor));
    }

    [Fact]
    public void ALargerSet_OfAnEarlierRollout_LeavesNoActors()
    {
        using DisposeScope scope = NewDisposeScope();
        SquadRollout squad = new(steps: 2, environments: 1, slots: 2);
        squad.Add([true, true], [1, 2], [1, 1]);
        squad.Add([true, true], [1, 2], [1, 1]);
        squad.Rollout.Clear();
        squad.Add([true], [1], [1, 1]);
        squad.Add([true, false], [1, 0], [1, 1]);
        squad.Rollout.ComputeAdvantages(0, 0, [0, 0]);

        Assert.Equal([1, 0, 1, 0], Read.Numbers(squad.Rollout.All().Return));
    }

    [Fact]
    public void APolicyWithOneValue_HasNoActorsInItsMinibatches()
    {
        using DisposeScope scope = NewDisposeScope();
        using ScoutRollout scouting = new(steps: 1, environments: 2);
        scouting.Complete();
        Minibatch<Pair, ScoutPolicy.Actions> all = scouting.Rollout.All();

        Assert.Null(all.Present);
        Assert.Contains("[Value(Each", Assert.Throws<InvalidOperationException>(() => all.LogProbPerActor).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void RecordedActions_HaveNoLogProbabilitiesAndValues()
    {
        using DisposeScope scope = NewDisposeScope();
        SquadRollout squad = new(steps: 1, environments: 1, slots: 3);
        (Pair observation, Step<ScoutPolicy.Actions> step) = SquadRollout.Step(new[,] { { true, false } }, new float[,] { { 1, 0 } });

        squad.Rollout.Add(observation, step.Actions);
        squad.Rollout.AddOutcome([3, 3, 3], [true]);
        squad.Rollout.ComputeAdvantages(1, 1);

        Minibatch<Pair, ScoutPolicy.Actions> all = squad.Rollout.All();
        Assert.Equal([0, 0], Read.Numbers(all.Value));
        Assert.Equal([0, 0], Read.Numbers(all.LogProbPerActor));
        Assert.Equal([3, 0], Read.Numbers(all.Advantage));
        Refused.ByShape(SquadRollout.Owner, "UnitsMask", "(batch, entities) bool", "null", () =>
        {
            squad.Rollout.Clear();
            squad.Rollout.Add(observation with { Second = null }, step.Actions);
        });
    }

    [Fact]
    public void ASetWithoutRoom_HasNoRewards()
    {
        using DisposeScope scope = NewDisposeScope();
        SquadRollout squad = new(steps: 1, environments: 2, slots: 0);
        squad.Add(new bool[2, 0], new float[2, 0]);
        squad.Rollout.AddOutcome([], [false, false]);
        squad.Rollout.ComputeAdvantages(1, 1, zeros(2, 0));

        Assert.Equal([2, 0], squad.Rollout.All().Advantage.shape);
    }

    [Fact]
    public void WrongTensors_AreNamed()
    {
        using DisposeScope scope = NewDisposeScope();
        SquadRollout squad = new(steps: 1, environments: 1, slots: 2);
        (Pair observation, Step<ScoutPolicy.Actions> step) = SquadRollout.Step(new[,] { { true, false } }, new float[,] { { 1, 0 } });
        Step<ScoutPolicy.Actions> oneValue = new(step.Actions, step.LogProb, zeros(1), step.LogProbPerActor);
        Step<ScoutPolicy.Actions> oneLogProb = new(step.Actions, step.LogProb, step.Value, zeros(1));

        Refused.ByShape(SquadRollout.Owner, "Value", "(batch, entities) float32", "(1) float32",
            () => squad.Rollout.Add(observation, oneValue));
        Refused.ByShape(SquadRollout.Owner, "LogProbPerActor", "(batch, entities) float32", "(1) float32",
            () => squad.Rollout.Add(observation, oneLogProb));
        Assert.Equal(0, squad.Rollout.Count);
        Assert.StartsWith(
            "SquadPolicy.Rollout: expected the name of a presence mask, got 'Units2'.",
            Assert.Throws<ArgumentException>(() => new RolloutLayout(new InputContract("SquadPolicy"), "Units2")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void WrongNumbersOfRewardsAndValues_AreRefused()
    {
        SquadRollout squad = new(steps: 1, environments: 2, slots: 3);
        squad.Add(new[,] { { true, false }, { false, false } }, new float[2, 2]);
        Rollout<Pair, ScoutPolicy.Actions> rollout = squad.Rollout;

        Assert.StartsWith(
            "SquadPolicy.Rollout: expected 6 rewards, 3 for each of 2 environments, got 2. The policy has a value of each actor, so there "
                + "is one for every slot, whether an actor is present or not.",
            Assert.Throws<ArgumentException>(() => rollout.AddOutcome([1, 2], [false, false])).Message,
            StringComparison.Ordinal);
        Assert.Equal("rewards", Refusal(() => rollout.AddOutcome([float.NaN, 0, 0, 0, 0, 0], [false, false])));
        Assert.Equal("dones", Refusal(() => rollout.AddOutcome(new float[6], new bool[6])));
        Assert.Equal("finalValues", Refusal(() => rollout.AddOutcome(new float[6], [true, false], [1, 2])));
        Assert.Equal("finalValues", Refusal(() => rollout.AddOutcome(new float[6], [false, true], [0, 0, 0, 0, 0, float.NaN])));
        Assert.Equal(0, rollout.Count);

        rollout.AddOutcome([1, float.NaN, float.NaN, 0, 0, float.NaN], [false, true], [float.NaN, 0, 0, 0, 0, 0]);
        Assert.StartsWith(
            "SquadPolicy.Rollout: expected 6 lastValues, 3 for each of 2 environments, because the last step ended no episode in 1 of 2",
            Assert.Throws<ArgumentException>(() => rollout.ComputeAdvantages(1, 1)).Message,
            StringComparison.Ordinal);
        Assert.Equal("lastValues", Refusal(() => rollout.ComputeAdvantages(1, 1, new float[2])));
        using Tensor tooMany = zeros(2, 4);
        using Tensor flat = zeros(2);
        Refused.ByShape(SquadRollout.Owner, "lastValues", "(2, at most 3) float32", "(2, 4) float32",
            () => rollout.ComputeAdvantages(1, 1, tooMany));
        Refused.ByShape(SquadRollout.Owner, "lastValues", "(2, at most 3) float32", "(2) float32",
            () => rollout.ComputeAdvantages(1, 1, flat));
        Assert.Throws<InvalidOperationException>(() => rollout.All());
        rollout.ComputeAdvantages(1, 1, new float[6]);
    }

    private static string? Refusal(Action call) => Assert.Throws<ArgumentException>(call).ParamName;
}
