namespace Masking.Samples.ConnectFour;

/// <summary>Writes positions to the batch or the player of the policy.</summary>
internal static class BatchExtensions
{
    /// <summary>Writes a position and the mask of the columns that are not full.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="row">The row of the batch.</param>
    /// <param name="position">A position in which the game is not over.</param>
    public static void WritePosition(this ConnectFourPolicy.Batch batch, int row, Position position) =>
        position.WriteTo(batch.Board(row), batch.MoveMask(row));

    /// <summary>Writes the position and the mask of the columns that are not full.</summary>
    /// <param name="position">A position in which the game is not over.</param>
    /// <param name="board">Receives the discs.</param>
    /// <param name="legal">Receives the mask.</param>
    public static void WriteTo(this Position position, Span<float> board, MaskSpan<Column> legal)
    {
        position.WriteOwnDiscs(board[..(board.Length / ConnectFourPolicy.Planes)]);
        position.SwapSides().WriteOwnDiscs(board[(board.Length / ConnectFourPolicy.Planes)..]);
        foreach (Column column in Position.AllColumns)
        {
            legal[column] = position.IsLegal(column);
        }
    }
}
