using Masking.Samples.MicroRts.Engine;

namespace Masking.Samples.MicroRts.Tests.Engine;

/// <summary>Contents of a state that contradict the rules are rejected.</summary>
public sealed class GameSetupTests
{
    private static readonly Unit Worker = new(1, UnitKind.Worker, 0, 0, 0, 1, 0);

    private static readonly GameSetup Valid = new()
    {
        Board = new Board(3, 2, "000010"),
        Resources = [5, 5],
        Units = [Worker, new Unit(2, UnitKind.Base, 1, 2, 0, 10, 0), new Unit(3, UnitKind.Resource, Unit.Nobody, 0, 1, 1, 20)],
        ActionsUnderWay = [(new Order(1, UnitAction.Move(Direction.Right)), 0)],
    };

    public static TheoryData<string, string> Mistakes => new()
    {
        { "time", "expected a time of 0 or more, got -1." },
        { "resources", "expected resources of 0 or more for 2 players, got 5, -5." },
        { "number", "expected units with different numbers, got two units 1." },
        { "cell", "expected one unit in each cell, got two in column 0 of row 0." },
        { "outside", "unit 9: expected a cell of the board without a wall, got column 3 of row 0." },
        { "wall", "unit 9: expected a cell of the board without a wall, got column 1 of row 1." },
        { "kind", "unit 9: expected a kind from 0 to 6, got 7." },
        { "owner", "unit 9: expected a unit of player 0 or 1, got player 2." },
        { "resource", "unit 9: expected a resource of nobody, player -1, got player 0." },
        { "hit points", "unit 9: expected 1 hit point or more, got 0." },
        { "carried", "unit 9: expected resources of 0 or more, got -1." },
        { "actor", "expected actions of units that belong to a player, got one of unit 3." },
        { "two actions", "expected one action of each unit, got two of unit 1." },
        { "future", "unit 2: expected an action from time 0 or before, got one from 1." },
        { "ability", "unit 2: expected an action that a Base can take, got Attack." },
        { "product", "unit 2: expected an action that a Base can take, got Produce of Light." },
        { "direction", "unit 2: expected a direction from 0 to 3, got 4." },
        { "claimed", "unit 2: expected Produce into a free cell that no other action will occupy, got the direction Left." },
        { "attack", "unit 1: expected an attack on a cell of the board, got column 0 of row 2." },
    };

    [Fact]
    public void AValidState_IsCreated()
    {
        GameState state = new(Valid);

        Assert.Equal(3, state.Units.Length);
        Assert.Equal(ActionType.Move, state.Units[0].ActionUnderWay);
        Assert.Equal([(1, UnitAction.Move(Direction.Right))], Scene.UnderWay(state));
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void AMistake_IsNamed(string mistake, string message)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new GameState(With(mistake)));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    private static GameSetup With(string mistake) => mistake switch
    {
        "time" => Valid with { Time = -1 },
        "resources" => Valid with { Resources = [5, -5] },
        "number" => WithUnit(Worker with { X = 1 }),
        "cell" => WithUnit(Worker with { Id = 9 }),
        "outside" => WithUnit(Worker with { Id = 9, X = 3 }),
        "wall" => WithUnit(Worker with { Id = 9, X = 1, Y = 1 }),
        "kind" => WithUnit(Worker with { Id = 9, X = 1, Kind = (UnitKind)7 }),
        "owner" => WithUnit(Worker with { Id = 9, X = 1, Player = 2 }),
        "resource" => WithUnit(Worker with { Id = 9, X = 1, Kind = UnitKind.Resource }),
        "hit points" => WithUnit(Worker with { Id = 9, X = 1, HitPoints = 0 }),
        "carried" => WithUnit(Worker with { Id = 9, X = 1, Resources = -1 }),
        "actor" => WithAction(3, UnitAction.None(1)),
        "two actions" => WithAction(1, UnitAction.None(1)),
        "future" => WithAction(2, UnitAction.None(1), issuedAt: 1),
        "ability" => WithAction(2, UnitAction.Attack(0, 0)),
        "product" => WithAction(2, UnitAction.Produce(Direction.Down, UnitKind.Light)),
        "direction" => WithAction(2, UnitAction.Produce((Direction)4, UnitKind.Worker)),
        "claimed" => WithAction(2, UnitAction.Produce(Direction.Left, UnitKind.Worker)),
        _ => Valid with { ActionsUnderWay = [(new Order(1, UnitAction.Attack(0, 2)), 0)] },
    };

    private static GameSetup WithUnit(Unit unit) => Valid with { Units = [.. Valid.Units, unit] };

    private static GameSetup WithAction(int id, UnitAction action, int issuedAt = 0) =>
        Valid with { ActionsUnderWay = [.. Valid.ActionsUnderWay, (new Order(id, action), issuedAt)] };
}
