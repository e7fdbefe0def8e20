using Masking.Samples.MicroRts.Engine;
using Masking.Samples.MicroRts.Players;
using Masking.Training;

namespace Masking.Samples.MicroRts.Tests.Players;

/// <summary>Scripted players give legal orders, are deterministic by seed, and play as they are described.</summary>
public sealed class ScriptedPlayerTests
{
    [Fact]
    public void EveryFreeUnit_GetsOneLegalOrder() => RandomGame.ForAny(game =>
    {
        Match match = game.Start();
        IPlayer player = ScriptedPlayers.Create(game.First);
        OrderList orders = new(match.State.Board.Cells);
        for (int cycle = 0; cycle < game.Cycles && !match.IsOver; cycle++)
        {
            orders.Clear();
            player.ChooseOrders(match.State, 0, new RandomNumbers(cycle), orders);

            Unit[] units = match.State.Units.ToArray();
            Assert.Equal(
                units.Where(unit => unit is { Player: 0, IsBusy: false }).Select(unit => unit.Id).Order(),
                orders.Span.ToArray().Select(order => order.UnitId).Order());
            foreach (Order order in orders.Span)
            {
                int index = Array.FindIndex(units, unit => unit.Id == order.UnitId);
                Assert.True(match.State.LegalActionsOf(index).Contains(order.Action, units[index]), $"{order}");
            }

            match.Step();
        }
    });

    [Theory]
    [InlineData("passive")]
    [InlineData("worker-rush")]
    [InlineData("light-rush")]
    public void OrdersThatFollowAPlan_DoNotConflict(string name) => RandomGame.ForAny(game =>
    {
        Match match = (game with { First = name }).Start();
        IPlayer player = ScriptedPlayers.Create(name);
        OrderList orders = new(match.State.Board.Cells);
        for (int cycle = 0; cycle < game.Cycles && !match.IsOver; cycle++)
        {
            orders.Clear();
            player.ChooseOrders(match.State, 0, new RandomNumbers(cycle), orders);
            GameState issued = match.State.Clone();
            issued.IssueOrders(0, orders.Span);

            Unit[] units = issued.Units.ToArray();
            Assert.Equal(
                orders.Span.ToArray(),
                issued.Assignments[match.State.Assignments.Length..].ToArray()
                    .Select(assignment => new Order(units[assignment.Unit].Id, assignment.Action)));
            match.Step();
        }
    }, cases: 20);

    [Fact]
    public void GamesWithTheSameSeed_AreEqual() => RandomGame.ForAny(game =>
        Assert.Equal(StateText.Of(game.Play().State), StateText.Of(game.Play().State)));

    [Theory]
    [InlineData("random")]
    [InlineData("biased-random")]
    [InlineData("worker-rush")]
    [InlineData("light-rush")]
    public void GamesWithDifferentSeeds_Differ(string player) => Assert.Equal(
        5,
        Enumerable.Range(0, 5)
            .Select(seed => StateText.Of(new RandomGame("basesWorkers16x16A", player, player, seed, 600).Play().State))
            .Distinct()
            .Count());

    [Fact]
    public void ThePassivePlayer_ChangesNothing()
    {
        GameState state = new RandomGame("basesWorkers8x8", "passive", "passive", Seed: 1, Cycles: 600).Play().State;

        Assert.Equal(
            Maps.Find("basesWorkers8x8").Start.Units.Select(unit => $"{unit}"),
            state.Units.ToArray().Select(unit => $"{unit with { }}".Replace("IsBusy = True", "IsBusy = False", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("random", 1)]
    [InlineData("biased-random", 5)]
    public void AnAttack_IsAsManyTimesAsLikelyAsAMove(string name, int bias)
    {
        GameState state = new(new GameSetup
        {
            Board = new Board(3, 1, "000"),
            Resources = [0, 0],
            Units = [new Unit(0, UnitKind.Light, 0, 1, 0, 4, 0), new Unit(1, UnitKind.Light, 1, 2, 0, 4, 0)],
        });
        IPlayer player = ScriptedPlayers.Create(name);
        RandomNumbers random = new(seed: 1);
        OrderList orders = new(3);
        Dictionary<ActionType, int> counts = [];
        for (int i = 0; i < 7000; i++)
        {
            orders.Clear();
            player.ChooseOrders(state, 0, random, orders);
            ActionType type = orders.Span[0].Action.Type;
            counts[type] = counts.GetValueOrDefault(type) + 1;
        }

        double unit = 7000.0 / (bias + 2);
        Assert.InRange(counts[ActionType.Move], 0.9 * unit, 1.1 * unit);
        Assert.InRange(counts[ActionType.None], 0.9 * unit, 1.1 * unit);
        Assert.InRange(counts[ActionType.Attack], 0.9 * bias * unit, 1.1 * bias * unit);
    }

    [Theory]
    [InlineData("worker-rush", "passive")]
    [InlineData("worker-rush", "random")]
    [InlineData("worker-rush", "biased-random")]
    [InlineData("worker-rush", "light-rush")]
    [InlineData("light-rush", "passive")]
    [InlineData("light-rush", "random")]
    [InlineData("light-rush", "biased-random")]
    public void TheStrongerPlayer_WinsFromBothSides(string stronger, string weaker) =>
        Assert.All(Enumerable.Range(1, 5), seed =>
        {
            Assert.Equal(0, new RandomGame("basesWorkers8x8", stronger, weaker, seed, 3000).Play().State.Winner);
            Assert.Equal(1, new RandomGame("basesWorkers8x8", weaker, stronger, seed, 3000).Play().State.Winner);
        });

    [Fact]
    public void LightRush_BuildsOneBarracks_AndLightUnits()
    {
        Match match = new RandomGame("basesWorkers16x16A", "light-rush", "passive", Seed: 1, Cycles: 560).Play();

        Unit[] units = [.. match.State.Units.ToArray().Where(unit => unit.Player == 0)];
        Assert.Single(units, unit => unit.Kind == UnitKind.Barracks);
        Assert.Single(units, unit => unit.Kind == UnitKind.Worker);
        Assert.Contains(units, unit => unit.Kind == UnitKind.Light);
    }

    [Fact]
    public void WorkerRush_KeepsOneWorkerHarvesting()
    {
        Match match = new RandomGame("basesWorkers16x16A", "worker-rush", "passive", Seed: 1, Cycles: 0).Start();
        int harvested = 0;
        for (int cycle = 0; cycle < 300; cycle++)
        {
            harvested += match.Step().First.Resources;
        }

        Assert.InRange(harvested, 5, 20);
        Assert.True(match.State.UnitsOf(0) > 5);
    }

    [Fact]
    public void WorkerRush_DigsThroughDepositsInTheWay() =>
        Assert.Equal(0, new RandomGame("NoWhereToRun9x8", "worker-rush", "passive", Seed: 1, Cycles: 4000).Play().State.Winner);

    [Fact]
    public void AnUnknownPlayer_IsNamed() => Assert.StartsWith(
        "expected one of the players passive, random, biased-random, worker-rush, light-rush, got 'nobody'.",
        Assert.Throws<ArgumentException>(() => ScriptedPlayers.Create("nobody")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void UnitsWithoutAnOrder_WaitAsLongAsIsAsked()
    {
        GameState state = new(Maps.All[0].Start);
        OrderList orders = new(state.Board.Cells);
        Unit[] own = [.. state.Units.ToArray().Where(unit => unit.Player == 0)];
        orders.Add(own[1], UnitAction.Move(Direction.Up));

        orders.AddWaiting(state, player: 0, duration: 1);

        Assert.Equal(
            [new Order(own[1].Id, UnitAction.Move(Direction.Up)), new Order(own[0].Id, UnitAction.None(1))],
            orders.Span.ToArray());
        Assert.Throws<InvalidOperationException>(() => new OrderList(0).Add(own[0], UnitAction.None(1)));
    }
}
