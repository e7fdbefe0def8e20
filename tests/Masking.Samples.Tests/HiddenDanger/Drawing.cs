using Masking.Samples.HiddenDanger;

namespace Masking.Samples.Tests;

/// <summary>Boards as text, with the letters P, W, S, D and three T.</summary>
internal static class Drawing
{
    /// <summary>The cell of each entity, by index.</summary>
    public static Cell[] Places(params string[] rows) =>
        [
            .. "PWSDT".SelectMany(letter =>
                rows.SelectMany(
                    (row, y) => row.Select((drawn, x) => (drawn, x)).Where(each => each.drawn == letter).Select(each => new Cell(y, each.x))
                )
            ),
        ];

    /// <summary>A board at the beginning of an episode.</summary>
    public static Board Board(params string[] rows)
    {
        Board board = new();
        board.Reset(Places(rows));
        return board;
    }
}
