namespace Masking.Samples.Minesweeper;

/// <summary>Renders a board as text with markup of Spectre.Console.</summary>
public static class MinefieldDrawing
{
    private static readonly string[] Colors =
    [
        "grey30",
        "dodgerblue1",
        "green3",
        "red1",
        "mediumpurple2",
        "orangered1",
        "turquoise2",
        "white",
        "grey70",
    ];

    /// <summary>Renders a line for each row of cells and a status line. Mines are shown when the game is over.</summary>
    /// <param name="field">The board.</param>
    public static string Draw(Minefield field)
    {
        ArgumentNullException.ThrowIfNull(field);
        string[] cells = [.. Enumerable.Range(0, field.Cells).Select(cell => Draw(field, cell))];
        return string.Join('\n', cells.Chunk(field.Size).Select(row => string.Join(' ', row)).Append(Status(field)));
    }

    private static string Draw(Minefield field, int cell) => (field.IsOpen(cell), field.IsMine(cell)) switch
    {
        (true, true) => "[bold white on red3]*[/]",
        (true, false) when field.Number(cell) == 0 => $"[{Colors[0]}].[/]",
        (true, false) => $"[bold {Colors[field.Number(cell)]}]{field.Number(cell)}[/]",
        (false, true) when field.IsWon => "[green3]*[/]",
        (false, true) when field.IsLost => "[red3]*[/]",
        _ => "[grey62]■[/]",
    };

    private static string Status(Minefield field) => field switch
    {
        { IsWon: true } => "[green3]won[/]",
        { IsLost: true } => "[red3]lost[/]",
        _ => $"[grey62]{field.Mines} mines, {Enumerable.Range(0, field.Cells).Count(cell => !field.IsOpen(cell)) - field.Mines} to open[/]",
    };
}
