using Masking.Samples.TeamCatcher;

namespace Masking.Samples.Tests;

/// <summary>Positions of TeamCatcher as text: an agent is a, a target is t, and a free cell is a dot.</summary>
internal static class TeamBoard
{
    /// <summary>Begins an episode with a position.</summary>
    /// <param name="rows">The upper left corner of the board; all other cells are free.</param>
    public static TeamField Of(params string[] rows)
    {
        TeamField field = new();
        field.Place(Cells(rows, 'a'), Cells(rows, 't'));
        return field;
    }

    /// <summary>Returns the whole board with a letter for each cell.</summary>
    public static string Text(this TeamField field) =>
        new([
            .. Enumerable
                .Range(0, TeamField.Cells)
                .Select(cell =>
                    (field.IsAgent(cell), field.IsTarget(cell)) switch
                    {
                        (true, false) => 'a',
                        (false, true) => 't',
                        _ => '.',
                    }
                ),
        ]);

    /// <summary>Moves agents.</summary>
    /// <param name="field">The board.</param>
    /// <param name="rows">The moves in the upper left corner: U, D, L, R; any other letter is no move.</param>
    public static int Do(this TeamField field, params string[] rows)
    {
        Move[] moves = new Move[TeamField.Cells];
        foreach ((char letter, Move move) in new[] { ('U', Move.Up), ('D', Move.Down), ('L', Move.Left), ('R', Move.Right) })
        {
            foreach (int cell in Cells(rows, letter))
            {
                moves[cell] = move;
            }
        }

        return field.Step(moves);
    }

    private static int[] Cells(string[] rows, char letter) =>
        [
            .. rows.SelectMany((row, y) => row.Select((each, x) => (each, Cell: (y * TeamField.Size) + x)))
                .Where(pair => pair.each == letter)
                .Select(pair => pair.Cell),
        ];
}
