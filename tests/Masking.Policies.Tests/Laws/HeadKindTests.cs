using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Heads of bits, record structs and subsets: typed access, masks, errors, gradients and disposal.</summary>
public class HeadKindTests
{
    [Fact]
    public void CompoundActions_AreReadAsTheyWereDeclared()
    {
        using DisposeScope scope = NewDisposeScope();
        DrillPolicy.Actions actions = new()
        {
            Maneuver = tensor(new long[] { 2, 1, 1, 0, 2, 1, 0, 1, 1, -1, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1 }).reshape(4, 5),
            March = tensor(new long[] { 1, 1, 1, 0 }),
            Signals = tensor(new long[] { 1, 0, 0, 1, 1, 1, -1, -1 }).reshape(4, 2),
        };

        Assert.Equal(new Maneuver(Gait.Run, true, Signal.Horn, 2), actions.ManeuverAt(0));
        Assert.Equal(new Maneuver(Gait.Walk, false, Signal.Both, 0), actions.ManeuverAt(1));
        Assert.Equal(new Maneuver(Gait.Halt, false, Signal.None, 0), actions.ManeuverAt(2));
        Assert.Null(actions.ManeuverAt(3));
        Assert.Equal([Signal.Horn, Signal.Lamp, Signal.Both, null], Enumerable.Range(0, 4).Select(row => actions.SignalsAt(row)));
    }

    [Fact]
    public void Picks_AreReadInTheirOrder_WithoutThePadding()
    {
        using DisposeScope scope = NewDisposeScope();
        RosterPolicy.Actions actions = new()
        {
            Bids = zeros(1, 3, ScalarType.Int64),
            Roster = tensor(new long[] { 4, 1, 2, -1, -1, -1 }).reshape(1, 3, 2),
        };

        Assert.Equal([4, 1], actions.RosterAt(0, 0));
        Assert.Equal([2], actions.RosterAt(0, 1));
        Assert.Empty(actions.RosterAt(0, 2));
    }

    [Fact]
    public void MasksOfABatch_AreWrittenByComponent()
    {
        using PlatoonPolicy policy = new();
        using PlatoonPolicy.Batch batch = new(1, maxSoldiers: 2);
        batch.SoldiersMask(0)[1] = true;
        PlatoonPolicy.Batch.ManeuversMasks masks = batch.ManeuversMask(0, 1);
        masks.AllowNone();
        masks.Gait[Gait.Run] = true;
        masks.Left.AllowOnly(true);
        masks.Signal[Signal.Lamp] = true;
        masks.Pace[2] = true;
        batch.WatchMask(0, 1).AllowOnly(true);
        batch.SignalsMask(0, 1, true)[Signal.Horn] = false;

        Assert.Equal(
            [false, false, true, false, true, false, true, false, false, true],
            Same.Booleans(batch.Observation.ManeuversMask!)[10..]
        );
        Assert.Equal([true, true, true, true, true, true, false, true], Same.Booleans(batch.Observation.SignalsMask!));
        Assert.Throws<ArgumentOutOfRangeException>("choice", () => { batch.ManeuversMask(0, 1).Signal[Signal.Both] = true; });
        Assert.Throws<ArgumentOutOfRangeException>("choice", () => { batch.ManeuversMask(0, 1).Pace[3] = true; });
        for (int seed = 0; seed < 30; seed++)
        {
            using Step<PlatoonPolicy.Actions> step = policy.Act(batch.Observation, new RandomStream(seed));
            Maneuver maneuver = step.Actions.ManeuversAt(0, 1)!.Value;
            Assert.Equal((Gait.Run, true, 2), (maneuver.Gait, maneuver.Left, maneuver.Pace));
            Assert.True(maneuver.Signal is Signal.None or Signal.Lamp);
            Assert.False(step.Actions.SignalsAt(0, 1)!.Value.HasFlag(Signal.Horn));
            Assert.Null(step.Actions.ManeuversAt(0, 0));
            Assert.Null(step.Actions.SignalsAt(0, 0));
            Assert.All(Same.Integers(step.Actions.Maneuvers)[..5], component => Assert.Equal(-1, component));
        }

        masks.AllowAll();
        Assert.DoesNotContain(false, masks.Flags.ToArray());
    }

    [Fact]
    public void Estimates_NeedActions_AndUseTheLastOnes()
    {
        using DisposeScope scope = NewDisposeScope();
        using DraftPolicy policy = new();
        Weights.Randomise(policy, 1);
        DraftPolicy.Observation observation = Draft(5);
        DraftPolicy.Distribution distribution = policy.forward(observation);

        Assert.Contains("Sample", Assert.Throws<InvalidOperationException>(() => distribution.Entropy()).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => distribution.KlDivergence(policy.forward(observation)));
        Assert.Throws<InvalidOperationException>(() => distribution.CaptainProbs);
        Assert.Equal([5, 3], distribution.PlanProbs.shape);

        DraftPolicy.Actions first = distribution.Sample(new RandomStream(1));
        Tensor alongFirst = distribution.Entropy();
        DraftPolicy.Actions second = distribution.Sample(new RandomStream(2));
        Same.Exactly(distribution.Entropy(second), distribution.Entropy(), "along the last");
        Same.Exactly(alongFirst, distribution.Entropy(first), "along the first");
        Assert.NotEqual(Same.Numbers(alongFirst), Same.Numbers(distribution.Entropy(second)));
        distribution.LogProb(first);
        Same.Exactly(alongFirst, distribution.Entropy(), "along those evaluated last");
        Same.Exactly(distribution.Entropy(second), policy.forward(observation).Entropy(second), "given aloud, none need be seen before");
        Assert.Equal([5, 2, 5], distribution.TeamProbs.shape);
        Same.Nearly(zeros(5), distribution.KlDivergence(policy.forward(observation), second), "divergence from itself");
    }

    [Fact]
    public void WrongActions_AreRefused_ByTheHeadsName()
    {
        using DisposeScope scope = NewDisposeScope();
        using DraftPolicy policy = new();
        DraftPolicy.Observation observation = Draft(2);
        DraftPolicy.Actions fine = policy.Act(observation, new RandomStream(1)).Actions;

        Assert.Equal(
            "Team",
            Assert.Throws<MaskShapeException>(() => policy.Evaluate(observation, fine with { Team = zeros(2, 3, ScalarType.Int64) })).Member
        );
        Assert.Equal(
            "Opening",
            Assert.Throws<MaskShapeException>(() => policy.Evaluate(observation, fine with { Opening = zeros(2, ScalarType.Int64) })).Member
        );
        Assert.Equal(
            "Opening",
            Assert
                .Throws<ArgumentOutOfRangeException>(() =>
                    policy.Evaluate(observation, fine with { Opening = full([2, 5], Constant.Of(2), ScalarType.Int64) })
                )
                .ParamName
        );
        Assert.Equal(
            "Signals",
            Assert
                .Throws<ArgumentOutOfRangeException>(() =>
                    policy.Evaluate(observation, fine with { Signals = full([2, 2], Constant.Of(2), ScalarType.Int64) })
                )
                .ParamName
        );
        Assert.Equal(
            "Team",
            Assert
                .Throws<ArgumentOutOfRangeException>(() =>
                    policy.Evaluate(observation, fine with { Team = full([2, 2], Constant.Of(4), ScalarType.Int64) })
                )
                .ParamName
        );
    }

    [Fact]
    public void ASubsetWithoutCandidates_IsRefused_UnlessItMayBeEmpty()
    {
        using DisposeScope scope = NewDisposeScope();
        using DraftPolicy draft = new();
        DraftPolicy.Observation noTeam = Draft(2) with { TeamMask = zeros(2, 4, ScalarType.Bool) };
        Assert.Equal([-1, -1, -1, -1], Same.Integers(draft.Act(noTeam, new RandomStream(1)).Actions.Team));

        using SquadPolicy squad = new();
        SquadPolicy.Observation nobody = new() { Units = randn(2, 3, 2), UnitsMask = zeros(2, 3, ScalarType.Bool), SquadMask = null };
        Assert.Equal("Squad", Assert.Throws<NoLegalActionException>(() => squad.Act(nobody, new RandomStream(1))).Head);
        Assert.Equal(
            [0, 1, 2],
            squad.Act(nobody with { UnitsMask = ones(2, 3, ScalarType.Bool) }, new RandomStream(1)).Actions.SquadAt(0).Order()
        );
    }

    [Fact]
    public void Padding_ChangesNeitherSamplesNorProbabilities()
    {
        using DisposeScope scope = NewDisposeScope();
        using RosterPolicy policy = new();
        policy.to(ScalarType.Float64);
        Weights.Randomise(policy, 1);
        RosterPolicy.Observation observation = Roster(6, 3, 4);
        RosterPolicy.Observation padded = new()
        {
            Coaches = Padded(observation.Coaches, Constant.Of(double.NaN)),
            CoachesMask = Padded(observation.CoachesMask, Constant.Of(false)),
            Players = Padded(observation.Players, Constant.Of(double.NaN)),
            PlayersMask = Padded(observation.PlayersMask, Constant.Of(false)),
            BidsMask = null,
            RosterMask = null,
        };
        Step<RosterPolicy.Actions> few = policy.Act(observation, new RandomStream(4));
        Step<RosterPolicy.Actions> many = policy.Act(padded, new RandomStream(4));

        Same.Exactly(few.Actions.Roster, many.Actions.Roster.narrow(1, 0, 3).contiguous(), "picks");
        Same.Nearly(few.LogProb, many.LogProb, "log-probability", 1e-12);
        Same.Nearly(policy.Evaluate(observation, few.Actions).Entropy, policy.Evaluate(padded, many.Actions).Entropy, "entropy", 1e-12);
    }

    [Fact]
    public void NoTensorIsLeft()
    {
        using DraftPolicy policy = new();
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        DraftPolicy.Observation observation = Draft(3);
        LiveTensors.StayTheSame(() =>
        {
            using DraftPolicy.Distribution distribution = policy.forward(observation);
            using DraftPolicy.Actions actions = distribution.Sample(new RandomStream(1));
            using Tensor logProb = distribution.LogProb(actions);
            using Tensor entropy = distribution.Entropy();
            using Tensor divergence = distribution.KlDivergence(distribution);
            using Tensor probs = distribution.TeamProbs;
            using DraftPolicy.Actions mode = distribution.Mode();
            using Step<DraftPolicy.Actions> step = policy.Act(observation, new RandomStream(1));
            using Evaluation evaluation = policy.Evaluate(observation, actions);
        }, calls: 5);
    }

    [Fact]
    public void Gradients_ReachEmbeddingsAndPicks_AndAreFinite()
    {
        using DisposeScope scope = NewDisposeScope();
        using DraftPolicy policy = new();
        Weights.Randomise(policy, 3);
        DraftPolicy.Observation observation = Draft(500);
        using Step<DraftPolicy.Actions> step = policy.Act(observation, new RandomStream(1));
        using Evaluation evaluation = policy.Evaluate(observation, step.Actions);
        evaluation.LogProb.sum().Plus(evaluation.Entropy.sum()).Plus(evaluation.Value.sum()).backward();

        foreach ((string name, TorchSharp.Modules.Parameter parameter) in policy.named_parameters())
        {
            Assert.True(parameter.grad is not null, name);
            Same.Finite(parameter.grad!, name);
            Assert.True(Same.Numbers(parameter.grad!).Any(number => number != 0), $"{name} has no gradient");
        }
    }

    private static DraftPolicy.Observation Draft(long batch) => new()
    {
        Players = randn(batch, 4, 2),
        PlayersMask = tensor(new[] { true, true, false, true }).expand(batch, 4),
        RiskMask = null,
        PlanMask = null,
        CaptainMask = null,
        TeamMask = null,
        SignalsMask = null,
        OpeningMask = null,
    };

    private static RosterPolicy.Observation Roster(long batch, long coaches, long players) => new()
    {
        Coaches = randn(batch, coaches, 3, ScalarType.Float64),
        CoachesMask = rand(batch, coaches).lt(Constant.Of(0.7)),
        Players = randn(batch, players, 2, ScalarType.Float64),
        PlayersMask = rand(batch, players).lt(Constant.Of(0.7)),
        BidsMask = null,
        RosterMask = null,
    };

    private static Tensor Padded(Tensor tensor, Scalar with) =>
        cat([tensor, full([tensor.size(0), 2, .. tensor.shape[2..]], with, tensor.dtype)], 1);
}
