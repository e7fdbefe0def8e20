namespace Masking.Samples.MicroRts.Engine;

/// <summary>
/// A board: its size and its walls. Cells are numbered row by row. A board does not change, and states of games share it.
/// </summary>
public sealed class Board
{
    /// <summary>The greatest number of rows, and of columns.</summary>
    public const int MaxSize = 128;

    /// <summary>The number of directions.</summary>
    public const int Directions = 4;

    private readonly bool[] _isWall;
    private readonly int[] _neighbors;

    /// <summary>Creates a board.</summary>
    /// <param name="width">The number of columns, from 1 to <see cref="MaxSize"/>.</param>
    /// <param name="height">The number of rows, from 1 to <see cref="MaxSize"/>.</param>
    /// <param name="walls">A character for each cell, row by row: 1 for a wall, and 0 for a cell that units can be on.</param>
    /// <exception cref="ArgumentException">The size is out of range, or the walls do not fit it.</exception>
    public Board(int width, int height, string walls)
    {
        ArgumentNullException.ThrowIfNull(walls);
        if (width is < 1 or > MaxSize || height is < 1 or > MaxSize)
        {
            throw new ArgumentException($"expected a board of 1 to {MaxSize} columns and rows, got {width} and {height}.");
        }

        if (walls.Length != width * height || walls.AsSpan().ContainsAnyExcept('0', '1'))
        {
            throw new ArgumentException(
                $"expected a wall, '1', or a cell, '0', for each of {width} × {height} cells, got {walls.Length} characters"
                    + (walls.Length == width * height ? " with others among them." : "."),
                nameof(walls));
        }

        (Width, Height) = (width, height);
        _isWall = [.. walls.Select(cell => cell == '1')];
        _neighbors = [.. Enumerable.Range(0, Cells * Directions).Select(FindNeighbor)];
    }

    /// <summary>The number of columns.</summary>
    public int Width { get; }

    /// <summary>The number of rows.</summary>
    public int Height { get; }

    /// <summary>The number of cells.</summary>
    public int Cells => Width * Height;

    /// <summary>Returns the number of a cell.</summary>
    /// <param name="x">The column.</param>
    /// <param name="y">The row.</param>
    public int CellAt(int x, int y) => (y * Width) + x;

    /// <summary>Whether a place is on the board.</summary>
    /// <param name="x">The column.</param>
    /// <param name="y">The row.</param>
    public bool Contains(int x, int y) => (uint)x < (uint)Width && (uint)y < (uint)Height;

    /// <summary>Whether a cell is a wall.</summary>
    /// <param name="cell">The cell.</param>
    public bool IsWall(int cell) => _isWall[cell];

    /// <summary>Returns the neighbor of a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="direction">The direction, from 0 to 3.</param>
    /// <returns>The number of the neighbor; -1 if it is a wall or not on the board.</returns>
    public int Neighbor(int cell, Direction direction) => _neighbors[(cell * Directions) + (int)direction];

    /// <summary>Returns the number of columns and rows that a neighbor is away.</summary>
    /// <param name="direction">The direction.</param>
    public static (int X, int Y) Offset(Direction direction) => direction switch
    {
        Direction.Up => (0, -1),
        Direction.Right => (1, 0),
        Direction.Down => (0, 1),
        _ => (-1, 0),
    };

    private int FindNeighbor(int index)
    {
        int cell = index / Directions;
        (int x, int y) = Offset((Direction)(index % Directions));
        x += cell % Width;
        y += cell / Width;
        return Contains(x, y) && !_isWall[CellAt(x, y)] ? CellAt(x, y) : -1;
    }
}
