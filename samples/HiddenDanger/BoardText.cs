using System.Text;

namespace Masking.Samples.HiddenDanger;

/// <summary>The board for a terminal, in Spectre.Console's markup.</summary>
internal static class BoardText
{
    private const string Lit = "on grey23";
    private const string Fog = "on grey7";

    /// <summary>
    /// Cells out of sight are dark. An entity that stands there is grey, and what the buffer has of it is a small letter where it would
    /// have to be.
    /// </summary>
    /// <param name="world">The world.</param>
    public static string Of(PandaWorld world)
    {
        Board board = world.Board;
        int[] hidden = [.. Enumerable.Range(0, Board.Entities).Where(entity => !board.Sees(entity))];
        Dictionary<Cell, int> entities = Enumerable.Range(0, Board.Entities).DistinctBy(board.PlaceOf).ToDictionary(board.PlaceOf);
        Dictionary<Cell, int> ghosts = [];
        foreach (int entity in hidden)
        {
            if (world.Sightings.PlaceOf(board, entity) is { } place)
            {
                ghosts[place] = entity;
            }
        }

        StringBuilder text = new();
        for (int row = 0; row < Board.Size; row++)
        {
            for (int column = 0; column < Board.Size; column++)
            {
                text.Append(CellText(board, new Cell(row, column), entities, ghosts));
            }

            text.Append('\n');
        }

        string names =
            hidden.Length == 0 ? "nothing" : string.Join(", ", hidden.Select(entity => $"{Board.KindOf(entity)}".ToLowerInvariant()));
        return text.Append($"step {board.Steps, 2} of {Board.MostSteps}   hidden: {names}").ToString();
    }

    private static string CellText(Board board, Cell cell, Dictionary<Cell, int> entities, Dictionary<Cell, int> ghosts)
    {
        bool isSeen = board.Sees(cell);
        (char letter, string color) =
            entities.TryGetValue(cell, out int entity) ? (Letter(entity), isSeen ? Color(Board.KindOf(entity)) : "grey42")
            : ghosts.TryGetValue(cell, out int ghost) ? (char.ToLowerInvariant(Letter(ghost)), "italic mediumpurple1")
            : (isSeen ? '·' : ' ', "grey50");
        return $"[{color} {(isSeen ? Lit : Fog)}] {letter} [/]";
    }

    private static char Letter(int entity) => $"{Board.KindOf(entity)}"[0];

    private static string Color(Kind kind) => kind switch
    {
        Kind.Panda => "bold white",
        Kind.Watermelon => "bold lime",
        Kind.Scorpion => "bold orange1",
        Kind.Dragon => "bold red1",
        _ => "green4",
    };
}
