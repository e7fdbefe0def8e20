using Masking.Training;

namespace Masking.Samples.Minesweeper;

/// <summary>
/// The rules of Minesweeper on a square board. The mines are placed when the first cell is opened, never in that cell. Opening a mine
/// loses; opening all other cells wins. Opening a cell without adjacent mines opens its neighbors as well. Opening an open cell wastes a
/// turn. The number of turns is limited to the number of cells without a mine.
/// </summary>
public sealed class Minefield
{
    private readonly bool[] _isMine;
    private readonly bool[] _isOpen;
    private readonly int[][] _neighbors;
    private int _turns;

    /// <summary>Creates a board on which no cell is open.</summary>
    /// <param name="size">The number of rows and columns.</param>
    /// <param name="mines">The number of mines, less than the number of cells.</param>
    public Minefield(int size, int mines)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mines);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(mines, size * size);
        (Size, Mines) = (size, mines);
        _isMine = new bool[Cells];
        _isOpen = new bool[Cells];
        _neighbors =
        [
            .. Enumerable.Range(0, Cells).Select(cell => Enumerable.Range(0, Cells).Where(other => AreNeighbors(cell, other)).ToArray()),
        ];
    }

    /// <summary>The number of rows and columns.</summary>
    public int Size { get; }

    /// <summary>The number of mines.</summary>
    public int Mines { get; }

    /// <summary>The number of cells, which are counted row by row.</summary>
    public int Cells => Size * Size;

    /// <summary>Whether all cells without a mine are open.</summary>
    public bool IsWon { get; private set; }

    /// <summary>Whether a mine was opened or no turns are left.</summary>
    public bool IsLost { get; private set; }

    private bool HasMines => _isMine.Contains(true);

    /// <summary>Returns whether a cell is open.</summary>
    /// <param name="cell">The cell.</param>
    public bool IsOpen(int cell) => _isOpen[cell];

    /// <summary>Returns whether a cell contains a mine, which players do not see.</summary>
    /// <param name="cell">The cell.</param>
    public bool IsMine(int cell) => _isMine[cell];

    /// <summary>Returns the number of adjacent mines, 0 to 8.</summary>
    /// <param name="cell">The cell.</param>
    public int Number(int cell) => _neighbors[cell].Count(IsMine);

    /// <summary>Closes all cells and removes the mines.</summary>
    public void Reset()
    {
        Array.Clear(_isMine);
        Array.Clear(_isOpen);
        (_turns, IsWon, IsLost) = (0, false, false);
    }

    /// <summary>Places the mines. Mines placed before are removed.</summary>
    /// <param name="cells">The cells of the mines: <see cref="Mines"/> different ones.</param>
    /// <exception cref="ArgumentException">The number of cells is wrong, a cell occurs twice, or a cell is outside of the board. The board
    /// is unchanged.</exception>
    public void PlaceMines(params ReadOnlySpan<int> cells)
    {
        int[] places = [.. cells];
        if (places.Length != Mines || places.Distinct().Count(place => place >= 0 && place < Cells) != Mines)
        {
            throw new ArgumentException(
                $"Expected {Mines} different cells from 0 to {Cells - 1}, got {string.Join(", ", places)}.",
                nameof(cells)
            );
        }

        Array.Clear(_isMine);
        Array.ForEach(places, place => _isMine[place] = true);
    }

    /// <summary>Takes a turn. It has no effect if the game is over.</summary>
    /// <param name="cell">The cell to open; null wastes the turn.</param>
    /// <param name="random">Selects the cells of the mines in the first turn.</param>
    public void Open(int? cell, RandomNumbers random)
    {
        if (IsWon || IsLost)
        {
            return;
        }

        _turns++;
        if (cell is { } opened)
        {
            if (!HasMines)
            {
                PlaceMinesExcept(opened, random);
            }

            OpenWithNeighbors(opened);
            IsWon = !_isMine[opened] && _isOpen.Count(isOpen => isOpen) == Cells - Mines;
            IsLost = _isMine[opened];
        }

        IsLost |= !IsWon && _turns == Cells - Mines;
    }

    /// <summary>Writes the mutable state.</summary>
    /// <param name="writer">The writer.</param>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        for (int cell = 0; cell < Cells; cell++)
        {
            writer.Write(_isMine[cell]);
            writer.Write(_isOpen[cell]);
        }

        writer.Write(_turns);
        writer.Write(IsWon);
        writer.Write(IsLost);
    }

    /// <summary>Reads the state written by <see cref="Save"/>.</summary>
    /// <param name="reader">The reader.</param>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        for (int cell = 0; cell < Cells; cell++)
        {
            (_isMine[cell], _isOpen[cell]) = (reader.ReadBoolean(), reader.ReadBoolean());
        }

        (_turns, IsWon, IsLost) = (reader.ReadInt32("turns", 0, Cells - Mines), reader.ReadBoolean(), reader.ReadBoolean());
        int mines = _isMine.Count(isMine => isMine);
        bool isMineOpen = _isMine.Zip(_isOpen).Any(cell => cell.First && cell.Second);
        bool isWon = !isMineOpen && _isOpen.Count(isOpen => isOpen) == Cells - Mines;
        CheckpointException.Require(mines == Mines || (mines == 0 && !_isOpen.Contains(true)), $"expected {Mines} mines, got {mines}");
        CheckpointException.Require(
            IsWon == isWon && IsLost == (isMineOpen || (!isWon && _turns == Cells - Mines)),
            $"expected a game that is won or lost according to its board, got won {IsWon} and lost {IsLost}");
    }

    private bool AreNeighbors(int cell, int other) =>
        cell != other && Math.Abs((cell / Size) - (other / Size)) <= 1 && Math.Abs((cell % Size) - (other % Size)) <= 1;

    private void PlaceMinesExcept(int excluded, RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(random);
        int[] cells = [.. Enumerable.Range(0, Cells).Where(cell => cell != excluded)];
        random.Shuffle<int>(cells);
        PlaceMines(cells.AsSpan(0, Mines));
    }

    private void OpenWithNeighbors(int cell)
    {
        if (_isOpen[cell])
        {
            return;
        }

        _isOpen[cell] = true;
        if (!_isMine[cell] && Number(cell) == 0)
        {
            Array.ForEach(_neighbors[cell], OpenWithNeighbors);
        }
    }
}
