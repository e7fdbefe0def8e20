namespace Masking.Samples.MicroRts.Engine;

/// <summary>Writes what a player sees of a state, which is the whole board, as integers or as one-hot planes.</summary>
/// <remarks>
/// The six maps are the hit points; the resources; the owner, 0 for nobody, 1 for the player and 2 for the opponent; the kind of the unit
/// plus 1, or 0 for an empty cell; the type of the action under way; and the walls. As planes, they have 5, 5, 3, 8, 6 and 2 values, and
/// larger hit points and resources count as the largest value.
/// </remarks>
public sealed class ObservationWriter
{
    /// <summary>The number of maps.</summary>
    public const int Maps = 6;

    /// <summary>The number of planes.</summary>
    public const int Planes = WallPlanes + 2;

    private const int Levels = 5;
    private const int ResourcePlanes = Levels;
    private const int OwnerPlanes = ResourcePlanes + Levels;
    private const int KindPlanes = OwnerPlanes + 3;
    private const int ActionPlanes = KindPlanes + UnitTypes.Count + 1;
    private const int WallPlanes = ActionPlanes + 6;

    private readonly Board _board;

    /// <summary>The planes of the board without units.</summary>
    private readonly float[] _empty;

    /// <summary>Creates a writer.</summary>
    /// <param name="board">The board of the states.</param>
    public ObservationWriter(Board board)
    {
        ArgumentNullException.ThrowIfNull(board);
        _board = board;
        _empty = new float[Planes * board.Cells];
        foreach (int plane in new[] { 0, ResourcePlanes, OwnerPlanes, KindPlanes, ActionPlanes })
        {
            _empty.AsSpan(plane * board.Cells, board.Cells).Fill(1);
        }

        for (int cell = 0; cell < board.Cells; cell++)
        {
            _empty[((WallPlanes + (board.IsWall(cell) ? 1 : 0)) * board.Cells) + cell] = 1;
        }
    }

    /// <summary>Writes the six maps.</summary>
    /// <param name="state">A state on the board.</param>
    /// <param name="player">The player who sees it, 0 or 1.</param>
    /// <param name="maps">The <see cref="Maps"/> maps of all cells, <c>(6, height, width)</c>, which are all written.</param>
    /// <exception cref="ArgumentException">The state is on another board, or the span has another length.</exception>
    public void WriteMaps(GameState state, int player, Span<int> maps)
    {
        Check(state, maps.Length, Maps);
        int cells = _board.Cells;
        maps.Clear();
        foreach (ref readonly Unit unit in state.Units)
        {
            int cell = state.CellOf(unit);
            maps[cell] = unit.HitPoints;
            maps[cells + cell] = unit.Resources;
            maps[(2 * cells) + cell] = OwnerSeenBy(player, unit);
            maps[(3 * cells) + cell] = (int)unit.Kind + 1;
            maps[(4 * cells) + cell] = (int)unit.ActionUnderWay;
        }

        for (int cell = 0; cell < cells; cell++)
        {
            maps[(5 * cells) + cell] = _board.IsWall(cell) ? 1 : 0;
        }
    }

    /// <summary>Writes the one-hot planes.</summary>
    /// <param name="state">A state on the board.</param>
    /// <param name="player">The player who sees it, 0 or 1.</param>
    /// <param name="planes">The <see cref="Planes"/> planes of all cells, <c>(29, height, width)</c>, which are all written.</param>
    /// <exception cref="ArgumentException">The state is on another board, or the span has another length.</exception>
    public void WritePlanes(GameState state, int player, Span<float> planes)
    {
        Check(state, planes.Length, Planes);
        _empty.CopyTo(planes);
        foreach (ref readonly Unit unit in state.Units)
        {
            Span<float> ofCell = planes[state.CellOf(unit)..];
            Set(ofCell, 0, Math.Min(unit.HitPoints, Levels - 1));
            Set(ofCell, ResourcePlanes, Math.Min(unit.Resources, Levels - 1));
            Set(ofCell, OwnerPlanes, OwnerSeenBy(player, unit));
            Set(ofCell, KindPlanes, (int)unit.Kind + 1);
            Set(ofCell, ActionPlanes, (int)unit.ActionUnderWay);
        }
    }

    private static int OwnerSeenBy(int player, in Unit unit) => unit.Player == Unit.Nobody ? 0 : unit.Player == player ? 1 : 2;

    /// <summary>Moves the 1 of a cell from the first plane of a map to the plane of a value.</summary>
    private void Set(Span<float> ofCell, int firstPlane, int value)
    {
        ofCell[firstPlane * _board.Cells] = 0;
        ofCell[(firstPlane + value) * _board.Cells] = 1;
    }

    private void Check(GameState state, int length, int planes)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Board != _board)
        {
            throw new ArgumentException("expected a state on the board of this writer, got one on another board.", nameof(state));
        }

        if (length != planes * _board.Cells)
        {
            throw new ArgumentException(
                $"expected memory for ({planes}, {_board.Height}, {_board.Width}), {planes * _board.Cells} numbers, got {length}.");
        }
    }
}
