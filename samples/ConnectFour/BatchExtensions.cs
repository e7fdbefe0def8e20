namespace Masking.Samples.ConnectFour;

/// <summary>Writes positions to the batch of the policy.</summary>
internal static class BatchExtensions
{
    /// <summary>Writes a position and the mask of the columns that are not full.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="row">The row of the batch.</param>
    /// <param name="position">A position in which the game is not over.</param>
    public static void WritePosition(this ConnectFourPolicy.Batch batch, int row, Position position)
    {
        Span<float> board = batch.Board(row);
        position.WriteOwnDiscs(board[..(board.Length / ConnectFourPolicy.Planes)]);
        position.SwapSides().WriteOwnDiscs(board[(board.Length / ConnectFourPolicy.Planes)..]);
        MaskSpan<Column> legal = batch.MoveMask(row);
        foreach (Column column in Position.AllColumns)
        {
            legal[column] = position.IsLegal(column);
        }
    }
}
