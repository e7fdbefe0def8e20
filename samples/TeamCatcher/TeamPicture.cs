namespace Masking.Samples.TeamCatcher;

/// <summary>Renders the board as text with markup of Spectre.Console.</summary>
public static class TeamPicture
{
    /// <summary>Renders the board in a frame, with the number of targets caught and of steps taken below.</summary>
    /// <param name="field">The board.</param>
    public static string Draw(TeamField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        string edge = new('─', (2 * TeamField.Size) + 1);
        IEnumerable<string> rows = Enumerable.Range(0, TeamField.Cells).Select(cell => Cell(field, cell)).Chunk(TeamField.Size)
            .Select(cells => $"[grey]│[/] {string.Join(' ', cells)} [grey]│[/]");
        int left = field.TargetsLeft;
        string caught = $"{new string('◆', TeamField.Targets - left)}[grey]{new string('◇', left)}[/]";
        return $"[grey]╭{edge}╮[/]\n{string.Join('\n', rows)}\n[grey]╰{edge}╯[/]\n"
            + $"  caught [orange1]{caught}[/]  step {field.Steps} of {TeamField.EpisodeSteps}";
    }

    /// <summary>Renders a cell. The color of an agent shows whether it is adjacent to a target.</summary>
    private static string Cell(TeamField field, int cell) => (field.IsTarget(cell), field.IsAgent(cell), field.IsNextToTarget(cell)) switch
    {
        (true, _, _) => "[orange1]◆[/]",
        (_, true, true) => "[green3]●[/]",
        (_, true, false) => "[deepskyblue1]●[/]",
        _ => "[grey35]·[/]",
    };
}
