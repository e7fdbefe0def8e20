namespace Masking.Samples.MicroRts.Engine;

/// <summary>The units on a board, in the order in which they appeared, and the unit in each cell.</summary>
/// <param name="board">The board.</param>
internal sealed class UnitList(Board board)
{
    private readonly Unit[] _units = new Unit[board.Cells];

    /// <summary>The index of the unit in each cell plus 1; 0 if there is none.</summary>
    private readonly short[] _places = new short[board.Cells];

    private readonly int[] _counts = new int[GameState.Players];

    public int Count { get; private set; }

    public Span<Unit> Span => _units.AsSpan(0, Count);

    public ref Unit this[int index] => ref _units[index];

    /// <summary>The number of units of a player.</summary>
    public int CountOf(int player) => _counts[player];

    /// <summary>The index of the unit in a cell; -1 if there is none.</summary>
    public int At(int cell) => _places[cell] - 1;

    public bool IsFree(int cell) => _places[cell] == 0;

    /// <summary>The index of the unit with a number, searched from an index on; -1 if there is none.</summary>
    public int IndexOf(int id, int start = 0)
    {
        for (int i = 0; i < Count; i++)
        {
            int index = start + i < Count ? start + i : start + i - Count;
            if (_units[index].Id == id)
            {
                return index;
            }
        }

        return -1;
    }

    public void Add(in Unit unit)
    {
        _units[Count++] = unit;
        _places[board.CellAt(unit.X, unit.Y)] = (short)Count;
        if (unit.Player != Unit.Nobody)
        {
            _counts[unit.Player]++;
        }
    }

    public void Move(int index, Direction direction)
    {
        ref Unit unit = ref _units[index];
        _places[board.CellAt(unit.X, unit.Y)] = 0;
        (int x, int y) = Board.Offset(direction);
        unit.X += x;
        unit.Y += y;
        _places[board.CellAt(unit.X, unit.Y)] = (short)(index + 1);
    }

    /// <summary>Removes a unit. The index of each unit behind it decreases by 1.</summary>
    public void RemoveAt(int index)
    {
        ref readonly Unit removed = ref _units[index];
        _places[board.CellAt(removed.X, removed.Y)] = 0;
        if (removed.Player != Unit.Nobody)
        {
            _counts[removed.Player]--;
        }

        Count--;
        Array.Copy(_units, index + 1, _units, index, Count - index);
        for (int i = index; i < Count; i++)
        {
            _places[board.CellAt(_units[i].X, _units[i].Y)]--;
        }
    }

    public void CopyFrom(UnitList other)
    {
        other.Span.CopyTo(_units);
        Count = other.Count;
        other._places.CopyTo(_places);
        other._counts.CopyTo(_counts);
    }
}
