namespace Masking.Samples.Turret;

/// <summary>A cell of the map.</summary>
/// <param name="Row">The row, counted from the north.</param>
/// <param name="Column">The column, counted from the west.</param>
public readonly record struct Cell(int Row, int Column)
{
    /// <summary>Returns the cell that is some cells ahead and to the right of this one.</summary>
    /// <param name="heading">The direction that is ahead.</param>
    /// <param name="ahead">The number of cells ahead; negative for cells behind.</param>
    /// <param name="right">The number of cells to the right; negative for cells to the left.</param>
    public Cell Beside(Heading heading, int ahead, int right) => heading switch
    {
        Heading.North => new Cell(Row - ahead, Column + right),
        Heading.East => new Cell(Row + right, Column + ahead),
        Heading.South => new Cell(Row + ahead, Column - right),
        _ => new Cell(Row - right, Column - ahead),
    };
}
