using System.Text;

namespace Masking.Samples.HiddenDanger;

/// <summary>Renders the board as text with markup of Spectre.Console.</summary>
internal static class BoardText
{
    private const string Lit = "on grey23";
    private const string Dark = "on grey7";

    /// <summary>
    /// Renders the board. Cells out of sight are dark. An entity on such a cell is gray, and its recorded position is marked by a
    /// lower-case letter.
    /// </summary>
    /// <param name="world">The environment.</param>
    public static string Render(PandaWorld world)
    {
        Board board = world.Board;
        int[] hidden = [.. Enumerable.Range(0, Board.Entities).Where(entity => !board.Sees(entity))];
        Dictionary<Cell, int> entities = Enumerable.Range(0, Board.Entities).DistinctBy(board.PlaceOf).ToDictionary(board.PlaceOf);
        Dictionary<Cell, int> recordedEntities = [];
        foreach (int entity in hidden)
        {
            if (world.Sightings.PlaceOf(board, entity) is { } place)
            {
                recordedEntities[place] = entity;
            }
        }

        StringBuilder text = new();
        for (int row = 0; row < Board.Size; row++)
        {
            for (int column = 0; column < Board.Size; column++)
            {
                text.Append(CellText(board, new Cell(row, column), entities, recordedEntities));
            }

            text.Append('\n');
        }

        string names =
            hidden.Length == 0 ? "nothing" : string.Join(", ", hidden.Select(entity => $"{Board.KindOf(entity)}".ToLowerInvariant()));
        return text.Append($"step {board.Steps, 2} of {Board.MaxSteps}   hidden: {names}").ToString();
    }

    private static string CellText(Board board, Cell cell, Dictionary<Cell, int> entities, Dictionary<Cell, int> recordedEntities)
    {
        bool isSeen = board.Sees(cell);
        (char letter, string color) =
            entities.TryGetValue(cell, out int entity) ? (Letter(entity), isSeen ? Color(Board.KindOf(entity)) : "grey42")
            : recordedEntities.TryGetValue(cell, out int recorded) ? (char.ToLowerInvariant(Letter(recorded)), "italic mediumpurple1")
            : (isSeen ? '·' : ' ', "grey50");
        return $"[{color} {(isSeen ? Lit : Dark)}] {letter} [/]";
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
