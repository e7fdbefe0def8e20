using Masking.Samples.MicroRts.Engine;

namespace Masking.Samples.MicroRts.Tests.Engine;

/// <summary>Orders become actions: illegal ones and those in conflict become waiting.</summary>
public sealed class OrderTests
{
    [Fact]
    public void AnIllegalOrder_BecomesWaiting_WithItsDuration()
    {
        GameState state = Scene.Create(3, 1, 0, Scene.Unit(UnitKind.Light, 0, 0, 0), Scene.Unit(UnitKind.Worker, 1, 2, 0));

        state.Step([new Order(0, UnitAction.Move(Direction.Left))], [new Order(1, UnitAction.Harvest(Direction.Left))]);

        Assert.Equal([(0, UnitAction.None(8)), (1, UnitAction.None(20))], Scene.UnderWay(state));
    }

    [Fact]
    public void TwoOrdersForACellInOneCycle_BothWait_WithTheSmallerDuration()
    {
        GameState state = Scene.Create(3, 1, 0, Scene.Unit(UnitKind.Light, 0, 0, 0), Scene.Unit(UnitKind.Heavy, 1, 2, 0));

        state.Step([new Order(0, UnitAction.Move(Direction.Right))], [new Order(1, UnitAction.Move(Direction.Left))]);

        Assert.Equal([(0, UnitAction.None(8)), (1, UnitAction.None(8))], Scene.UnderWay(state));
    }

    [Fact]
    public void TheThirdOrderForACell_FindsItUnclaimed()
    {
        GameState state = Scene.Create(
            3, 2, 0,
            Scene.Unit(UnitKind.Light, 0, 0, 0),
            Scene.Unit(UnitKind.Light, 0, 2, 0),
            Scene.Unit(UnitKind.Light, 0, 1, 1));

        state.Step(
            [
                new Order(0, UnitAction.Move(Direction.Right)),
                new Order(1, UnitAction.Move(Direction.Left)),
                new Order(2, UnitAction.Move(Direction.Up)),
            ],
            []);

        Assert.Equal(
            [(0, UnitAction.None(8)), (1, UnitAction.None(8)), (2, UnitAction.Move(Direction.Up))],
            Scene.UnderWay(state));
    }

    [Fact]
    public void AnOrderForACellThatAnOlderActionUses_IsFreeAgainAfterTheCycle()
    {
        GameState state = Scene.Create(3, 1, 0, Scene.Unit(UnitKind.Heavy, 0, 0, 0), Scene.Unit(UnitKind.Light, 1, 2, 0));
        state.Step([new Order(0, UnitAction.Move(Direction.Right))], []);
        GameState issued = state.Clone();

        issued.IssueOrders(1, [new Order(1, UnitAction.Move(Direction.Left))]);
        state.Step([], [new Order(1, UnitAction.Move(Direction.Left))]);

        Assert.Equal([(0, UnitAction.Move(Direction.Right)), (1, UnitAction.None(-1))], Scene.UnderWay(issued));
        Assert.Equal([(0, UnitAction.Move(Direction.Right))], Scene.UnderWay(state));
        Assert.False(state.Units[1].IsBusy);
    }

    [Fact]
    public void ProductionsThatCannotBothBePaid_BothWait_UnlessOneIsOlder()
    {
        GameState state = Scene.Create(5, 1, 3, Scene.Unit(UnitKind.Barracks, 0, 0, 0), Scene.Unit(UnitKind.Barracks, 0, 4, 0));
        Order first = new(0, UnitAction.Produce(Direction.Right, UnitKind.Light));
        Order second = new(1, UnitAction.Produce(Direction.Left, UnitKind.Heavy));
        GameState together = state.Clone();

        together.IssueOrders(0, [first, second]);
        state.IssueOrders(0, [first]);
        state.AdvanceTime();
        state.IssueOrders(0, [second]);

        Assert.Equal([(0, UnitAction.None(80)), (1, UnitAction.None(80))], Scene.UnderWay(together));
        Assert.Equal([(0, first.Action), (1, UnitAction.None(-1))], Scene.UnderWay(state));
    }

    [Fact]
    public void PricesOfDifferentPlayers_DoNotConflict()
    {
        GameState state = Scene.Create(5, 1, 2, Scene.Unit(UnitKind.Barracks, 0, 0, 0), Scene.Unit(UnitKind.Barracks, 1, 4, 0));
        Order first = new(0, UnitAction.Produce(Direction.Right, UnitKind.Light));
        Order second = new(1, UnitAction.Produce(Direction.Left, UnitKind.Light));

        state.Step([first], [second]);

        Assert.Equal([(0, first.Action), (1, second.Action)], Scene.UnderWay(state));
    }

    [Fact]
    public void Rewards_CountOrdersBeforeConflicts()
    {
        GameState state = Scene.Create(5, 1, 3, Scene.Unit(UnitKind.Barracks, 0, 0, 0), Scene.Unit(UnitKind.Barracks, 0, 4, 0));

        Rewards rewards = state.IssueOrders(
            0,
            [
                new Order(0, UnitAction.Produce(Direction.Right, UnitKind.Light)),
                new Order(1, UnitAction.Produce(Direction.Left, UnitKind.Light)),
            ]);

        Assert.Equal(new Rewards { CombatUnits = 2 }, rewards);
    }

    [Theory]
    [InlineData(7, 0, "expected orders for units of player 0, got one for unit 7, which does not exist.")]
    [InlineData(1, 0, "expected orders for units of player 0, got one for unit 1, which belongs to player 1.")]
    [InlineData(2, 0, "expected one order for each unit without an action, got one for unit 2, whose action is under way.")]
    [InlineData(0, 0, "expected one order for each unit without an action, got two for unit 0.")]
    [InlineData(3, 7, "expected a kind of unit as the product, got 7 for unit 3.")]
    public void AnOrderThatAUnitCannotReceive_IsNamed_AndNothingHappens(int id, int product, string message)
    {
        GameState state = Scene.Create(
            4, 2, 5,
            Scene.Unit(UnitKind.Worker, 0, 0, 0),
            Scene.Unit(UnitKind.Worker, 1, 1, 0),
            Scene.Unit(UnitKind.Worker, 0, 2, 0),
            Scene.Unit(UnitKind.Worker, 0, 3, 0));
        state.IssueOrders(0, [new Order(2, UnitAction.None(10))]);
        string before = StateText.Of(state);
        Order[] orders =
            [new(0, UnitAction.Move(Direction.Down)), new(id, UnitAction.Produce(Direction.Down, (UnitKind)product))];

        ArgumentException error = Assert.Throws<ArgumentException>(() => state.Step(orders, []));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, StateText.Of(state));
    }

    [Fact]
    public void AnInvalidOrderOfTheSecondPlayer_IsFoundBeforeTheFirstPlayersOrdersAreIssued()
    {
        GameState state = Scene.Create(3, 1, 0, Scene.Unit(UnitKind.Light, 0, 0, 0), Scene.Unit(UnitKind.Light, 1, 2, 0));
        string before = StateText.Of(state);

        Assert.Throws<ArgumentException>(
            () => state.Step([new Order(0, UnitAction.Move(Direction.Right))], [new Order(0, UnitAction.None(1))]));
        Assert.Throws<ArgumentOutOfRangeException>(() => state.IssueOrders(2, []));

        Assert.Equal(before, StateText.Of(state));
    }
}
