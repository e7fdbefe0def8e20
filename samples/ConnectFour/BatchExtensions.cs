namespace Masking.Samples.ConnectFour;

/// <summary>What the policy is shown of a position.</summary>
internal static class BatchExtensions
{
    /// <summary>Shows a position, and which columns are not full.</summary>
    /// <param name="batch">Where.</param>
    /// <param name="row">In which row.</param>
    /// <param name="position">A position in which the game is not over.</param>
    public static void Show(this ConnectFourPolicy.Batch batch, int row, Position position)
    {
        Span<float> board = batch.Board(row);
        position.Show(board[..(board.Length / ConnectFourPolicy.Planes)]);
        position.OtherSide().Show(board[(board.Length / ConnectFourPolicy.Planes)..]);
        MaskSpan<Column> legal = batch.MoveMask(row);
        foreach (Column column in Position.AllColumns)
        {
            legal[column] = position.IsLegal(column);
        }
    }
}
