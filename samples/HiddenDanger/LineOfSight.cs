namespace Masking.Samples.HiddenDanger;

/// <summary>Who sees whom on a grid: a straight line from centre to centre must not pass through a cell that is not transparent.</summary>
/// <remarks>
/// The line is a supercover line: it meets every cell that the straight line passes through, and not the one cell of every row or column
/// that Bresenham's line takes. Whole numbers alone are compared, so nothing is rounded, and whoever sees is seen. A line through the very
/// corner of four cells passes between the two at its sides, unless both of them are opaque.
/// </remarks>
public static class LineOfSight
{
    /// <summary>Whether two cells see each other. What stands on them does not count.</summary>
    /// <param name="from">One cell.</param>
    /// <param name="to">The other.</param>
    /// <param name="isOpaque">Whether nothing can be seen through a cell.</param>
    public static bool IsClear(Cell from, Cell to, Func<Cell, bool> isOpaque)
    {
        ArgumentNullException.ThrowIfNull(isOpaque);
        (int rows, int columns) = (Math.Abs(to.Row - from.Row), Math.Abs(to.Column - from.Column));
        Cell south = new(Math.Sign(to.Row - from.Row), 0);
        Cell east = new(0, Math.Sign(to.Column - from.Column));
        Cell place = from;
        for (int row = 0, column = 0; row < rows || column < columns;)
        {
            // Where along the line the next border lies, between rows at (1 + 2 row) / (2 rows), and between columns: both times 2 rows
            // columns.
            int toNextRow = (1 + (2 * row)) * columns;
            int toNextColumn = (1 + (2 * column)) * rows;
            if (toNextRow == toNextColumn)
            {
                if (isOpaque(place + south) && isOpaque(place + east))
                {
                    return false;
                }

                place = place + south + east;
                row++;
                column++;
            }
            else if (toNextRow < toNextColumn)
            {
                place += south;
                row++;
            }
            else
            {
                place += east;
                column++;
            }

            if (place != to && isOpaque(place))
            {
                return false;
            }
        }

        return true;
    }
}
