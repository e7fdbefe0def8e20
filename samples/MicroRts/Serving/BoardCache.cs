using Masking.Samples.MicroRts.Engine;

namespace Masking.Samples.MicroRts.Serving;

/// <summary>The last board of a conversation. The game sends it with every state.</summary>
internal sealed class BoardCache
{
    private string? _walls;
    private Board? _board;

    /// <summary>Returns the board, which is the same object as in the last call if it has the same walls and size.</summary>
    public Board Get(int width, int height, string walls)
    {
        if (_board is null || _board.Width != width || _board.Height != height || _walls != walls)
        {
            _board = new Board(width, height, walls);
            _walls = walls;
        }

        return _board;
    }
}
