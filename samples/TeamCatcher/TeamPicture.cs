namespace Masking.Samples.TeamCatcher;

/// <summary>The hunt as text for people, in Spectre.Console's markup.</summary>
public static class TeamPicture
{
    /// <summary>The board in a frame, and below it what was caught and how many steps that took.</summary>
    /// <param name="field">The hunt.</param>
    public static string Draw(TeamField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        string edge = new('─', (2 * TeamField.Size) + 1);
        IEnumerable<string> rows = Enumerable.Range(0, TeamField.Cells).Select(cell => Cell(field, cell)).Chunk(TeamField.Size)
            .Select(cells => $"[grey]│[/] {string.Join(' ', cells)} [grey]│[/]");
        int left = field.TargetsLeft;
        string caught = $"{new string('◆', TeamField.Targets - left)}[grey]{new string('◇', left)}[/]";
        return $"[grey]╭{edge}╮[/]\n{string.Join('\n', rows)}\n[grey]╰{edge}╯[/]\n  caught [orange1]{caught}[/]  step {field.Steps} of {TeamField.EpisodeSteps}";
    }

    /// <summary>A target, an agent, or one that stands next to a target.</summary>
    private static string Cell(TeamField field, int cell) => (field.IsTarget(cell), field.IsAgent(cell), field.IsNextToTarget(cell)) switch
    {
        (true, _, _) => "[orange1]◆[/]",
        (_, true, true) => "[green3]●[/]",
        (_, true, false) => "[deepskyblue1]●[/]",
        _ => "[grey35]·[/]",
    };
}
