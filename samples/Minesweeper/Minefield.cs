using Masking.Samples.Training;

namespace Masking.Samples.Minesweeper;

/// <summary>
/// The rules of Minesweeper on a square board. The mines are laid when the first cell is opened, never under it. Opening a mine loses;
/// opening all other cells wins. A cell without a mine around it opens those around it too. Whoever opens an open cell has wasted a turn,
/// and there are only as many turns as cells without a mine.
/// </summary>
public sealed class Minefield
{
    private readonly bool[] _isMine;
    private readonly bool[] _isOpen;
    private readonly int[][] _around;
    private int _turns;

    /// <summary>A board on which nothing is open.</summary>
    /// <param name="size">Rows and columns.</param>
    /// <param name="mines">Mines: fewer than cells.</param>
    public Minefield(int size, int mines)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mines);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(mines, size * size);
        (Size, Mines) = (size, mines);
        _isMine = new bool[Cells];
        _isOpen = new bool[Cells];
        _around =
        [
            .. Enumerable.Range(0, Cells).Select(cell => Enumerable.Range(0, Cells).Where(other => AreNeighbours(cell, other)).ToArray()),
        ];
    }

    /// <summary>Rows and columns.</summary>
    public int Size { get; }

    /// <summary>Mines on the board.</summary>
    public int Mines { get; }

    /// <summary>Cells, which are counted row by row.</summary>
    public int Cells => Size * Size;

    /// <summary>Whether all cells without a mine are open.</summary>
    public bool IsWon { get; private set; }

    /// <summary>Whether a mine was opened, or all turns are taken.</summary>
    public bool IsLost { get; private set; }

    private bool IsLaid => _isMine.Contains(true);

    /// <summary>Whether a cell is open.</summary>
    /// <param name="cell">The cell.</param>
    public bool IsOpen(int cell) => _isOpen[cell];

    /// <summary>Whether there is a mine in a cell. Players do not know.</summary>
    /// <param name="cell">The cell.</param>
    public bool IsMine(int cell) => _isMine[cell];

    /// <summary>The mines in the cells around one, 0 to 8.</summary>
    /// <param name="cell">The cell.</param>
    public int Number(int cell) => _around[cell].Count(IsMine);

    /// <summary>Closes all cells and takes the mines away.</summary>
    public void Clear()
    {
        Array.Clear(_isMine);
        Array.Clear(_isOpen);
        (_turns, IsWon, IsLost) = (0, false, false);
    }

    /// <summary>Lays mines, instead of those that are there.</summary>
    /// <param name="cells">Where: <see cref="Mines"/> cells, all different.</param>
    /// <exception cref="ArgumentException">They are not that. Then nothing is laid.</exception>
    public void Lay(params ReadOnlySpan<int> cells)
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

    /// <summary>Takes a turn; where the game is over, nothing happens.</summary>
    /// <param name="cell">What to open; null is a turn wasted.</param>
    /// <param name="random">Where the mines are if none are laid.</param>
    public void Open(int? cell, RandomNumbers random)
    {
        if (IsWon || IsLost)
        {
            return;
        }

        _turns++;
        if (cell is { } opened)
        {
            if (!IsLaid)
            {
                LayAnywhereBut(opened, random);
            }

            Uncover(opened);
            IsWon = !_isMine[opened] && _isOpen.Count(isOpen => isOpen) == Cells - Mines;
            IsLost = _isMine[opened];
        }

        IsLost |= !IsWon && _turns == Cells - Mines;
    }

    /// <summary>Writes what changes.</summary>
    /// <param name="writer">Where.</param>
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

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="reader">From where.</param>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        for (int cell = 0; cell < Cells; cell++)
        {
            (_isMine[cell], _isOpen[cell]) = (reader.ReadBoolean(), reader.ReadBoolean());
        }

        (_turns, IsWon, IsLost) = (reader.ReadNumber("turns", 0, Cells - Mines), reader.ReadBoolean(), reader.ReadBoolean());
        int laid = _isMine.Count(isMine => isMine);
        bool isBlown = _isMine.Zip(_isOpen).Any(cell => cell.First && cell.Second);
        bool isWon = !isBlown && _isOpen.Count(isOpen => isOpen) == Cells - Mines;
        CheckpointException.Require(laid == Mines || (laid == 0 && !_isOpen.Contains(true)), $"expected {Mines} mines, got {laid}");
        CheckpointException.Require(
            IsWon == isWon && IsLost == (isBlown || (!isWon && _turns == Cells - Mines)),
            $"expected a game that is won or lost as its board says, got won {IsWon} and lost {IsLost}");
    }

    private bool AreNeighbours(int cell, int other) =>
        cell != other && Math.Abs((cell / Size) - (other / Size)) <= 1 && Math.Abs((cell % Size) - (other % Size)) <= 1;

    private void LayAnywhereBut(int spared, RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(random);
        int[] cells = [.. Enumerable.Range(0, Cells).Where(cell => cell != spared)];
        random.Shuffle<int>(cells);
        Lay(cells.AsSpan(0, Mines));
    }

    private void Uncover(int cell)
    {
        if (_isOpen[cell])
        {
            return;
        }

        _isOpen[cell] = true;
        if (!_isMine[cell] && Number(cell) == 0)
        {
            Array.ForEach(_around[cell], Uncover);
        }
    }
}
