namespace Masking.Samples.HiddenDanger;

/// <summary>A cell of the board, or the offset from one cell to another.</summary>
/// <param name="Row">The row, increasing to the south.</param>
/// <param name="Column">The column, increasing to the east.</param>
public readonly record struct Cell(int Row, int Column)
{
    /// <summary>Adds an offset to a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="offset">The offset.</param>
    public static Cell operator +(Cell cell, Cell offset) => new(cell.Row + offset.Row, cell.Column + offset.Column);

    /// <summary>Returns the offset from one cell to another.</summary>
    /// <param name="to">The cell at the end.</param>
    /// <param name="from">The cell at the start.</param>
    public static Cell operator -(Cell to, Cell from) => new(to.Row - from.Row, to.Column - from.Column);

    /// <summary>Returns the neighboring cell.</summary>
    /// <param name="direction">The direction of the neighbor.</param>
    public Cell Next(Direction direction) => this + direction switch
    {
        Direction.North => new Cell(-1, 0),
        Direction.East => new Cell(0, 1),
        Direction.South => new Cell(1, 0),
        _ => new Cell(0, -1),
    };
}
