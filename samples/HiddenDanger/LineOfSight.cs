namespace Masking.Samples.HiddenDanger;

/// <summary>
/// Line of sight on a grid: two cells see each other if the straight line between their centers passes through no opaque cell.
/// </summary>
/// <remarks>
/// The algorithm visits every cell that the line passes through (a supercover line), unlike Bresenham's line, which visits one cell per row
/// or column. It compares integers only, so there are no rounding errors and the relation is symmetric. A line through the common corner of
/// four cells is blocked only if both cells beside it are opaque.
/// </remarks>
public static class LineOfSight
{
    /// <summary>Returns whether two cells see each other. The two cells themselves may be opaque.</summary>
    /// <param name="from">The first cell.</param>
    /// <param name="to">The second cell.</param>
    /// <param name="isOpaque">Returns whether a cell is opaque.</param>
    public static bool IsClear(Cell from, Cell to, Func<Cell, bool> isOpaque)
    {
        ArgumentNullException.ThrowIfNull(isOpaque);
        (int rows, int columns) = (Math.Abs(to.Row - from.Row), Math.Abs(to.Column - from.Column));
        Cell south = new(Math.Sign(to.Row - from.Row), 0);
        Cell east = new(0, Math.Sign(to.Column - from.Column));
        Cell cell = from;
        for (int row = 0, column = 0; row < rows || column < columns;)
        {
            // The positions along the line, from 0 to 1, where it crosses into the next row, (1 + 2 row) / (2 rows), and into the next
            // column, (1 + 2 column) / (2 columns). Both are multiplied by 2 rows columns to compare integers.
            int toNextRow = (1 + (2 * row)) * columns;
            int toNextColumn = (1 + (2 * column)) * rows;
            if (toNextRow == toNextColumn)
            {
                if (isOpaque(cell + south) && isOpaque(cell + east))
                {
                    return false;
                }

                cell = cell + south + east;
                row++;
                column++;
            }
            else if (toNextRow < toNextColumn)
            {
                cell += south;
                row++;
            }
            else
            {
                cell += east;
                column++;
            }

            if (cell != to && isOpaque(cell))
            {
                return false;
            }
        }

        return true;
    }
}
