namespace My_Game;

/// <summary>A cell of the cellar. Rows are counted from the north, columns from the west.</summary>
public readonly record struct Cell(int Row, int Column)
{
    /// <summary>The neighboring cell in a direction; the cell itself for orders that are no direction.</summary>
    public Cell Toward(Order order) => order switch
    {
        Order.North => this with { Row = Row - 1 },
        Order.East => this with { Column = Column + 1 },
        Order.South => this with { Row = Row + 1 },
        Order.West => this with { Column = Column - 1 },
        _ => this,
    };

    /// <summary>The number of steps to another cell, if nothing is in the way.</summary>
    public int DistanceTo(Cell other) => Math.Abs(other.Row - Row) + Math.Abs(other.Column - Column);
}
