namespace My_Game;

/// <summary>Draws the cellar as text, with the color markup of Spectre.Console.</summary>
public static class CellarDrawing
{
    private const string Sizes = "°oO";

    /// <summary>Draws a line for each row of cells, and a status line. Slimes in reach are yellow.</summary>
    public static string Draw(Cellar cellar)
    {
        IEnumerable<string> rows = Enumerable.Range(0, Cellar.Rows).Select(row =>
            string.Concat(Enumerable.Range(0, Cellar.Columns).Select(column => Draw(cellar, new Cell(row, column)))));
        return string.Join('\n', rows.Append(Status(cellar)));
    }

    private static string Draw(Cellar cellar, Cell cell)
    {
        int index = cellar.Slimes.ToList().FindIndex(slime => slime?.Cell == cell);
        return cellar switch
        {
            _ when Cellar.IsWall(cell) => "[grey35]██[/]",
            _ when cellar.Wizard == cell => cellar.Hearts > 0 ? "[bold deepskyblue1]@[/] " : "[bold red1]x[/] ",
            _ when index < 0 => "[grey35]·[/] ",
            _ => Draw(cellar.Slimes[index]!, index, cellar.IsInReach(cellar.Slimes[index])),
        };
    }

    private static string Draw(Slime slime, int index, bool isInReach) =>
        $"[bold {(isInReach ? "yellow1" : "green3")}]{Sizes[slime.Size - 1]}{index + 1}[/]";

    private static string Status(Cellar cellar)
    {
        string hearts = new('♥', cellar.Hearts);
        return $"[red1]{hearts.PadRight(Cellar.MaxHearts)}[/]  {cellar.Gone,2} of {Cellar.AllSlimes} slimes";
    }
}
