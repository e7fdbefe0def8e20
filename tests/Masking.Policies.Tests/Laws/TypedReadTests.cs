using static TorchSharp.torch;

namespace Masking.Policies.Tests;

public class TypedReadTests
{
    [Fact]
    public void Enums_AreReadInTheOrderOfTheirNumbers_GapsAndNegativesToo()
    {
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        DuelPolicy.Actions actions = Duel([0, 1, 2, 3]);

        Assert.Equal(
            [Stance.Retreat, Stance.Wait, Stance.Bluff, Stance.Charge],
            Enumerable.Range(0, 4).Select(row => actions.StanceAt(row))
        );
    }

    [Fact]
    public void MasksOfEnums_AreInTheOrderOfTheirNumbers()
    {
        using DuelPolicy policy = new();
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        DuelPolicy.Observation observation = new()
        {
            Opponent = rand(4, 3),
            StanceMask = eye(4).to(ScalarType.Bool),
            ShoutMask = Observing.Mask([true, false, false, true, true, false, false, true], 4, 2),
            BidMask = Observing.Mask([false, false, true, true, false, false, false, true, false, false, true, false], 4, 3),
            TributeMask = Observing.Mask([true, false, false, false, true, false, false, false, true, false, false, false], 4, 3),
        };

        DuelPolicy.Actions actions = policy.Act(observation, new RandomStream(1)).Actions;

        Assert.Equal(
            [Stance.Retreat, Stance.Wait, Stance.Bluff, Stance.Charge],
            Enumerable.Range(0, 4).Select(row => actions.StanceAt(row))
        );
        Assert.Equal([false, true, false, true], Enumerable.Range(0, 4).Select(row => actions.ShoutAt(row)));
        Assert.Equal([2, 0, 1, 1], Enumerable.Range(0, 4).Select(row => actions.BidAt(row)));
        Assert.Equal([Coin.Copper, Coin.Silver, Coin.Gold, null], Enumerable.Range(0, 4).Select(row => actions.TributeAt(row)));
    }

    [Fact]
    public void Cells_AreReadByRowAndColumn_AndLongEnumsByTheirNumbers()
    {
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor style = full([2, 3, 5], Constant.Of(-1), ScalarType.Int64);
        style[1, 2, 0] = tensor(0L);
        style[1, 2, 3] = tensor(1L);
        style[0, 0, 4] = tensor(2L);
        WorkshopPolicy.Actions actions = new() { Style = style, Pick = tensor([4L, 2L]), Reach = style.Plus(1), Meet = tensor([14L, 0L]) };

        Assert.Equal(Era.First, actions.StyleAt(1, 2, 0));
        Assert.Equal(Era.Middle, actions.StyleAt(1, 2, 3));
        Assert.Equal(Era.Last, actions.StyleAt(0, 0, 4));
        Assert.Null(actions.StyleAt(0, 2, 0));
        Assert.Equal((4, 2), (actions.PickAt(0), actions.PickAt(1)));
        Assert.Equal((3, 0), (actions.ReachAt(0, 0, 4), actions.ReachAt(1, 1, 1)));
        Assert.Equal((14, 0), (actions.MeetAt(0), actions.MeetAt(1)));
    }

    [Fact]
    public void Entities_AreReadByIndex_AndAbsentOnesAreNull()
    {
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        CrewPolicy.Actions actions = new()
        {
            Haul = tensor([0L, 1, -1, 1, -1, 0]).reshape(2, 3),
            Partner = tensor([2L, -1, -1, 0, -1, 1]).reshape(2, 3),
        };

        Assert.Equal(
            [Rope.Slack, Rope.Tight, null, Rope.Tight, null, Rope.Slack],
            Places().Select(place => actions.HaulAt(place.Row, place.Entity))
        );
        Assert.Equal([2, null, null, 0, null, 1], Places().Select(place => actions.PartnerAt(place.Row, place.Entity)));

        static IEnumerable<(long Row, long Entity)> Places() => Enumerable.Range(0, 6).Select(i => ((long)(i / 3), (long)(i % 3)));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(2, 0)]
    [InlineData(0, -1)]
    [InlineData(1, 3)]
    public void IndicesOutOfRange_AreRefused(long row, long entity)
    {
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        CrewPolicy.Actions actions = new() { Haul = zeros([2, 3], ScalarType.Int64), Partner = zeros([2, 3], ScalarType.Int64) };

        LiveTensors.AfterThrowing<ArgumentOutOfRangeException>(() => actions.HaulAt(row, entity));
    }

    [Fact]
    public void NoActionOfAHeadThatAlwaysActs_IsRefused_WithThePossibleCauses()
    {
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        DuelPolicy.Actions actions = Duel([-1]);

        Assert.Equal("DuelPolicy.Stance: expected an action at (0), got -1, no action. Either the logits of the row "
            + "were not finite, so that no action was chosen, or the actions come from another source.",
            Assert.Throws<InvalidOperationException>(() => actions.StanceAt(0)).Message);
        Assert.Null(actions.TributeAt(0));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(-2)]
    [InlineData(1L << 32)]
    [InlineData(long.MaxValue)]
    public void InvalidChoices_AreRefused_WithPolicyMemberIndexAndRange(long number)
    {
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor numbers = tensor([0, number]);
        DuelPolicy.Actions duel = new() { Stance = numbers, Shout = numbers, Bid = numbers, Tribute = numbers };
        Refuses("DuelPolicy.Stance: expected a choice from 0 to 3, or -1 for no action, at (1).", () => duel.StanceAt(1));
        Refuses("DuelPolicy.Shout: expected a choice from 0 to 1, or -1 for no action, at (1).", () => duel.ShoutAt(1));
        Refuses("DuelPolicy.Bid: expected a choice from 0 to 2, or -1 for no action, at (1).", () => duel.BidAt(1));
        Refuses("DuelPolicy.Tribute: expected a choice from 0 to 2, or -1 for no action, at (1).", () => duel.TributeAt(1));

        WorkshopPolicy.Actions workshop = new() { Style = numbers, Pick = numbers, Reach = numbers,
            Meet = tensor([14, number == 4 ? 15 : number]) };
        Refuses("WorkshopPolicy.Meet: expected a choice from 0 to 14, or -1 for no action, at (1).", () => workshop.MeetAt(1));
        if (number != 4)
        {
            // The number of tools depends on the batch.
            Refuses("WorkshopPolicy.Pick: expected the index of a choice, or -1 for no action, at (1).", () => workshop.PickAt(1));
        }

        DrillPolicy.Actions drill = new()
        {
            March = numbers,
            Maneuver = tensor([0L, 0, 0, 0, 0, 0, 0, 0, 0, number]).reshape(2, 5),
            Signals = tensor([0L, 1, 0, number]).reshape(2, 2),
        };
        Assert.Equal(new Maneuver(Gait.Halt, false, Signal.None, 0), drill.ManeuverAt(0));
        Refuses("DrillPolicy.Maneuver: expected a choice from 0 to 2, or -1 for no action, at (1).", () => drill.ManeuverAt(1));
        Refuses("DrillPolicy.Signals: expected bits of 0 and 1, or -1 in all of them for no action, at (1).", () => drill.SignalsAt(1));

        static void Refuses(string message, Action read)
        {
            ArgumentOutOfRangeException refused = LiveTensors.AfterThrowing<ArgumentOutOfRangeException>(read);
            Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void PicksWithAGap_AreRefused()
    {
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor none = full(2, Constant.Of(-1), ScalarType.Int64);
        DraftPolicy.Actions actions = new()
        {
            Risk = none, Plan = none, Captain = none, Signals = none, Opening = none,
            Team = tensor([3L, -1, -1, 0]).reshape(2, 2),
        };

        Assert.Equal([3], actions.TeamAt(0));
        Assert.StartsWith("DraftPolicy.Team: expected picks followed only by -1, at (1), got [-1, 0].",
            LiveTensors.AfterThrowing<ArgumentException>(() => actions.TeamAt(1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_LeavesNoTensor_AlsoFromTensorsThatAreNotDense()
    {
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor transposed = tensor([0L, 1, -1, 1, -1, 0]).reshape(2, 3).t();
        CrewPolicy.Actions actions = new() { Haul = transposed, Partner = transposed };

        Assert.Equal(
            0,
            LiveTensors.AddedBy(() => Assert.Equal([Rope.Tight, Rope.Slack], new Rope?[] { actions.HaulAt(0, 1), actions.HaulAt(2, 1) }))
        );
        Assert.Null(actions.PartnerAt(1, 1));
    }

    [Fact]
    public void WithoutAValue_TheMessageExplainsHowToDeclareIt()
    {
        using TeamPolicy policy = new();
        using Subject subject = Policies.Make(nameof(TeamPolicy));
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        using Step<TeamPolicy.Actions> step = policy.Act(
            Observation<TeamPolicy.Observation>(subject.Observe(new BatchOptions(1, Batch: 2))),
            new RandomStream(1)
        );

        Assert.Contains("[Value]", Assert.Throws<InvalidOperationException>(() => step.Value).Message, StringComparison.Ordinal);

        static T Observation<T>(IReadOnlyList<Tensor?> tensors) where T : ITensorRecord<T> => T.FromTensors(tensors);
    }

    private static DuelPolicy.Actions Duel(long[] stance) => new()
    {
        Stance = tensor(stance),
        Shout = zeros(stance.Length, ScalarType.Int64),
        Bid = zeros(stance.Length, ScalarType.Int64),
        Tribute = full(stance.Length, Constant.Of(-1), ScalarType.Int64),
    };
}
