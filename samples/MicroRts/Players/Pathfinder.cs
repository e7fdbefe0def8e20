using Masking.Samples.MicroRts.Engine;

namespace Masking.Samples.MicroRts.Players;

/// <summary>Finds shortest paths around walls and units by breadth-first search.</summary>
internal sealed class Pathfinder
{
    private readonly CellSet _visited = new();

    /// <summary>The cells in the order of their distance, with the first step on the way to each.</summary>
    private (int Cell, Direction FirstStep)[] _queue = [];

    /// <summary>Returns the first step on a shortest path to a cell next to a goal.</summary>
    /// <param name="state">The state.</param>
    /// <param name="unit">The unit that walks.</param>
    /// <param name="goal">What it walks to.</param>
    /// <param name="claimed">Cells that it cannot enter, in addition to walls and units.</param>
    /// <param name="firstDirection">The direction that is preferred among paths of the same length.</param>
    /// <returns>The direction; null if there is no path, or if the unit is already next to a goal.</returns>
    public Direction? FirstStep(GameState state, in Unit unit, Goal goal, CellSet claimed, Direction firstDirection)
    {
        Board board = state.Board;
        if (_queue.Length < board.Cells)
        {
            _queue = new (int, Direction)[board.Cells];
        }

        int start = state.CellOf(unit);
        _visited.Clear(board.Cells);
        _visited.Add(start);
        _queue[0] = (start, default);
        int end = 1;
        for (int next = 0; next < end; next++)
        {
            (int cell, Direction firstStep) = _queue[next];
            for (int turn = 0; turn < Board.Directions; turn++)
            {
                Direction direction = (Direction)(((int)firstDirection + turn) % Board.Directions);
                int neighbor = board.Neighbor(cell, direction);
                if (neighbor < 0 || _visited.Contains(neighbor))
                {
                    continue;
                }

                _visited.Add(neighbor);
                int other = state.UnitAt(neighbor);
                if (other >= 0 && goal.Includes(state.Units[other], unit.Player, state.Types))
                {
                    return next == 0 ? null : firstStep;
                }

                if (other < 0 && !claimed.Contains(neighbor))
                {
                    _queue[end++] = (neighbor, next == 0 ? direction : firstStep);
                }
            }
        }

        return null;
    }
}
