namespace Masking.Samples.HiddenDanger;

/// <summary>A place on the board, or the way from one place to another.</summary>
/// <param name="Row">Rows to the south.</param>
/// <param name="Column">Columns to the east.</param>
public readonly record struct Cell(int Row, int Column)
{
    /// <summary>The place at the end of a way.</summary>
    /// <param name="place">Where it begins.</param>
    /// <param name="way">The way.</param>
    public static Cell operator +(Cell place, Cell way) => new(place.Row + way.Row, place.Column + way.Column);

    /// <summary>The way between two places.</summary>
    /// <param name="to">Where it ends.</param>
    /// <param name="from">Where it begins.</param>
    public static Cell operator -(Cell to, Cell from) => new(to.Row - from.Row, to.Column - from.Column);

    /// <summary>The place next to this one.</summary>
    /// <param name="direction">On which side.</param>
    public Cell Next(Direction direction) => this + direction switch
    {
        Direction.North => new Cell(-1, 0),
        Direction.East => new Cell(0, 1),
        Direction.South => new Cell(1, 0),
        _ => new Cell(0, -1),
    };
}
