using Masking.Samples.MicroRts.Engine;

namespace Masking.Samples.MicroRts.Tests.Learning;

/// <summary>Turns boards by 180° and exchanges the players.</summary>
internal static class TurnedState
{
    /// <summary>Returns the state as it would be if the players had begun in each other's corner.</summary>
    public static GameState Of(GameState state)
    {
        Unit[] units = state.Units.ToArray();
        return new GameState(new GameSetup
        {
            Board = new Board(state.Board.Width, state.Board.Height, TurnedWalls(state.Board)),
            Types = state.Types,
            Time = state.Time,
            Resources = [state.ResourcesOf(1), state.ResourcesOf(0)],
            Units = [.. units.Select(unit => Of(unit, state.Board))],
            ActionsUnderWay =
            [
                .. state.Assignments.ToArray().Select(assignment =>
                    (new Order(units[assignment.Unit].Id, Of(assignment.Action, state.Board)), assignment.IssuedAt)),
            ],
        });
    }

    /// <summary>Returns an action on the turned board.</summary>
    public static UnitAction Of(UnitAction action, Board board) => action.Type switch
    {
        ActionType.None => action,
        ActionType.Attack => UnitAction.Attack(board.Width - 1 - action.X, board.Height - 1 - action.Y),
        _ => action with { Parameter = (action.Parameter + 2) % 4 },
    };

    private static Unit Of(Unit unit, Board board) => unit with
    {
        Player = unit.Player == Unit.Nobody ? Unit.Nobody : 1 - unit.Player,
        X = board.Width - 1 - unit.X,
        Y = board.Height - 1 - unit.Y,
    };

    private static string TurnedWalls(Board board) =>
        string.Concat(Enumerable.Range(0, board.Cells).Reverse().Select(cell => board.IsWall(cell) ? '1' : '0'));
}
