using Masking.Samples.MicroRts.Engine;

namespace Masking.Samples.MicroRts.Tests.Engine;

/// <summary>Actions take effect when they are due.</summary>
public sealed class ExecutionTests
{
    [Fact]
    public void AMove_TakesEffectAfterTheMoveTime()
    {
        GameState state = Scene.Create(2, 1, 0, Scene.Unit(UnitKind.Light, 0, 0, 0));

        state.Step([new Order(0, UnitAction.Move(Direction.Right))], []);
        Scene.Wait(state, 6);
        Assert.Equal(0, state.Units[0].X);
        Assert.Equal(ActionType.Move, state.Units[0].ActionUnderWay);

        Scene.Wait(state, 1);
        Assert.Equal(1, state.Units[0].X);
        Assert.Equal([-1, 0], [state.UnitAt(0), state.UnitAt(1)]);
        Assert.False(state.Units[0].IsBusy);
    }

    [Fact]
    public void UnitsThatAttackEachOther_BothFall_AndNobodyWins()
    {
        GameState state = Scene.Create(2, 1, 0, Scene.Unit(UnitKind.Worker, 0, 0, 0), Scene.Unit(UnitKind.Worker, 1, 1, 0));
        state.Step([new Order(0, UnitAction.Attack(1, 0))], [new Order(1, UnitAction.Attack(0, 0))]);
        Scene.Wait(state, 3);

        (Rewards first, Rewards second) = state.Step([], []);

        Assert.Empty(state.Units.ToArray());
        Assert.True(state.IsOver);
        Assert.Equal(-1, state.Winner);
        Assert.Equal((-1, -1), (first.WinLoss, second.WinLoss));
    }

    [Theory]
    [InlineData(ActionType.Move, 0, 20)]
    [InlineData(ActionType.Harvest, 0, 19)]
    [InlineData(ActionType.Return, 1, 20)]
    public void TheActionOfAUnitThatFallsEarlierInTheCycle_TakesEffect_ButNotOnOtherUnits(ActionType type, int resources, int deposit)
    {
        GameState state = new(new GameSetup
        {
            Board = new Board(3, 3, "000000000"),
            Types = TypesWithFastWorkers(),
            Resources = [0, 0],
            Units =
            [
                new Unit(0, UnitKind.Light, 0, 2, 1, 4, 0),
                new Unit(1, UnitKind.Base, 1, 0, 1, 10, 0),
                new Unit(2, UnitKind.Resource, Unit.Nobody, 1, 0, 1, 20),
                new Unit(3, UnitKind.Worker, 1, 2, 2, 1, 0),
                new Unit(4, UnitKind.Worker, 1, 1, 1, 1, type == ActionType.Return ? 1 : 0),
            ],
        });
        UnitAction action = type switch
        {
            ActionType.Move => UnitAction.Move(Direction.Down),
            ActionType.Harvest => UnitAction.Harvest(Direction.Up),
            _ => UnitAction.Return(Direction.Left),
        };

        state.Step([new Order(0, UnitAction.Attack(1, 1))], [new Order(4, action)]);
        Assert.Equal(action, state.Assignments[1].Action);
        Scene.Wait(state, 4);

        Assert.Equal([0, 1, 2, 3], state.Units.ToArray().Select(unit => unit.Id));
        Assert.Equal(resources, state.ResourcesOf(1));
        Assert.Equal(deposit, state.Units[2].Resources);
        Assert.Equal((2, 2, 0), (state.Units[3].X, state.Units[3].Y, state.Units[3].Resources));
        Assert.Equal(-1, state.UnitAt(4));
    }

    [Fact]
    public void AnAttack_RemovesTheActionOfTheUnitThatFalls()
    {
        GameState state = Scene.Create(
            3, 2, 1,
            Scene.Unit(UnitKind.Worker, 1, 1, 0),
            Scene.Unit(UnitKind.Worker, 0, 0, 0),
            Scene.Unit(UnitKind.Base, 1, 2, 1));
        state.Step(
            [new Order(1, UnitAction.Attack(1, 0))],
            [new Order(0, UnitAction.Move(Direction.Down)), new Order(2, UnitAction.Produce(Direction.Left, UnitKind.Worker))]);
        Assert.Equal(2, state.Assignments.ToArray().Count(assignment => assignment.Action.Type == ActionType.None));

        Scene.Wait(state, 60);

        Assert.Equal([1, 2], state.Units.ToArray().Select(unit => unit.Id));
    }

    [Fact]
    public void IndicesOfActionsUnderWay_FollowTheirUnits()
    {
        GameState state = Scene.Create(
            3, 2, 1,
            Scene.Unit(UnitKind.Worker, 1, 1, 0),
            Scene.Unit(UnitKind.Worker, 0, 0, 0),
            Scene.Unit(UnitKind.Base, 1, 2, 1));
        state.Step(
            [new Order(1, UnitAction.Attack(1, 0))],
            [new Order(2, UnitAction.Produce(Direction.Up, UnitKind.Worker))]);

        Scene.Wait(state, 49);

        Assert.Equal([1, 2, 3], state.Units.ToArray().Select(unit => unit.Id));
        Assert.Equal((2, 0, 1), (state.Units[2].X, state.Units[2].Y, state.Units[2].Player));
        Assert.Equal(0, state.ResourcesOf(1));
    }

    [Fact]
    public void AProductionThatCannotBePaidWhenItIsDue_IsLost()
    {
        GameState state = Scene.Create(
            5, 2, 2,
            Scene.Unit(UnitKind.Base, 0, 0, 0),
            Scene.Unit(UnitKind.Barracks, 0, 4, 0),
            Scene.Unit(UnitKind.Base, 1, 2, 1));
        GameState poor = new(new GameSetup
        {
            Board = state.Board,
            Resources = [1, 0],
            Units = state.Units.ToArray(),
            ActionsUnderWay = [(new Order(1, UnitAction.Produce(Direction.Left, UnitKind.Light)), 0)],
        });

        Scene.Wait(poor, 80);

        Assert.Equal(3, poor.Units.Length);
        Assert.Equal(1, poor.ResourcesOf(0));
        Assert.False(poor.Units[1].IsBusy);
    }

    [Fact]
    public void TheLastHarvest_RemovesTheDeposit()
    {
        GameState state = Scene.Create(
            2, 1, 0, Scene.Unit(UnitKind.Resource, Unit.Nobody, 0, 0, resources: 1), Scene.Unit(UnitKind.Worker, 0, 1, 0));
        state.Step([new Order(1, UnitAction.Harvest(Direction.Left))], []);

        Scene.Wait(state, 19);

        Unit worker = Assert.Single(state.Units.ToArray());
        Assert.Equal(1, worker.Resources);
        Assert.Equal(0, state.UnitAt(1));
    }

    /// <summary>Unit types whose workers take as long for everything as for an attack.</summary>
    private static UnitTypes TypesWithFastWorkers()
    {
        UnitType[] types = [.. Enumerable.Range(0, UnitTypes.Count).Select(kind => UnitTypes.Standard[(UnitKind)kind])];
        types[(int)UnitKind.Worker] = types[(int)UnitKind.Worker] with { MoveTime = 5, HarvestTime = 5 };
        return new UnitTypes(types);
    }
}
