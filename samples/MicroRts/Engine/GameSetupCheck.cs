namespace Masking.Samples.MicroRts.Engine;

/// <summary>Checks that the contents of a state do not contradict the rules.</summary>
internal static class GameSetupCheck
{
    /// <exception cref="ArgumentException">They do. The message says what was expected.</exception>
    public static void Check(GameSetup setup)
    {
        Require(setup.Time >= 0, $"expected a time of 0 or more, got {setup.Time}.");
        Require(
            setup.Resources.Count == GameState.Players && setup.Resources.All(amount => amount >= 0),
            $"expected resources of 0 or more for {GameState.Players} players, got {string.Join(", ", setup.Resources)}.");
        HashSet<int> occupied = [];
        Dictionary<int, Unit> unitsById = [];
        foreach (Unit unit in setup.Units)
        {
            CheckUnit(setup, unit);
            Require(unitsById.TryAdd(unit.Id, unit), $"expected units with different numbers, got two units {unit.Id}.");
            Require(
                occupied.Add(setup.Board.CellAt(unit.X, unit.Y)),
                $"expected one unit in each cell, got two in column {unit.X} of row {unit.Y}.");
        }

        HashSet<int> actingIds = [];
        foreach ((Order order, int issuedAt) in setup.ActionsUnderWay)
        {
            Require(
                unitsById.TryGetValue(order.UnitId, out Unit actor) && actor.Player != Unit.Nobody,
                $"expected actions of units that belong to a player, got one of unit {order.UnitId}.");
            Require(actingIds.Add(order.UnitId), $"expected one action of each unit, got two of unit {order.UnitId}.");
            Require(
                issuedAt <= setup.Time,
                $"unit {order.UnitId}: expected an action from time {setup.Time} or before, got one from {issuedAt}.");
            CheckAction(setup, actor, order.Action, occupied);
        }
    }

    private static void CheckUnit(GameSetup setup, Unit unit)
    {
        Require(unit.Id is >= 0 and < int.MaxValue, $"expected units with numbers of 0 or more, got {unit.Id}.");
        Require(
            unit.Kind is >= 0 and < (UnitKind)UnitTypes.Count,
            $"unit {unit.Id}: expected a kind from 0 to {UnitTypes.Count - 1}, got {(int)unit.Kind}.");
        Require(
            setup.Types[unit.Kind].IsResource ? unit.Player == Unit.Nobody : unit.Player is 0 or 1,
            $"unit {unit.Id}: expected "
                + (setup.Types[unit.Kind].IsResource ? $"a resource of nobody, player {Unit.Nobody}" : "a unit of player 0 or 1")
                + $", got player {unit.Player}.");
        Require(
            setup.Board.Contains(unit.X, unit.Y) && !setup.Board.IsWall(setup.Board.CellAt(unit.X, unit.Y)),
            $"unit {unit.Id}: expected a cell of the board without a wall, got column {unit.X} of row {unit.Y}.");
        Require(unit.HitPoints > 0, $"unit {unit.Id}: expected 1 hit point or more, got {unit.HitPoints}.");
        Require(unit.Resources >= 0, $"unit {unit.Id}: expected resources of 0 or more, got {unit.Resources}.");
    }

    private static void CheckAction(GameSetup setup, Unit actor, UnitAction action, HashSet<int> occupied)
    {
        UnitType type = setup.Types[actor.Kind];
        bool isPossible = action.Type switch
        {
            ActionType.None => true,
            ActionType.Move => type.CanMove,
            ActionType.Harvest or ActionType.Return => type.CanHarvest,
            ActionType.Produce => type.Produces.Contains(action.Product),
            ActionType.Attack => type.CanAttack,
            _ => false,
        };
        Require(isPossible, $"unit {actor.Id}: expected an action that a {actor.Kind} can take, got {Describe(action)}.");
        if (action.Type == ActionType.Attack)
        {
            Require(
                setup.Board.Contains(action.X, action.Y),
                $"unit {actor.Id}: expected an attack on a cell of the board, got column {action.X} of row {action.Y}.");
        }
        else if (action.Type != ActionType.None)
        {
            Require(
                action.Parameter is >= 0 and < Board.Directions,
                $"unit {actor.Id}: expected a direction from 0 to {Board.Directions - 1}, got {action.Parameter}.");
        }

        if (action.Type is ActionType.Move or ActionType.Produce)
        {
            int target = setup.Board.Neighbor(setup.Board.CellAt(actor.X, actor.Y), action.Direction);
            Require(
                target >= 0 && occupied.Add(target),
                $"unit {actor.Id}: expected {action.Type} into a free cell that no other action will occupy, got the direction "
                    + $"{action.Direction}.");
        }
    }

    private static string Describe(UnitAction action) =>
        action.Type == ActionType.Produce ? $"{action.Type} of {action.Product}" : $"{action.Type}";

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new ArgumentException(message);
        }
    }
}
