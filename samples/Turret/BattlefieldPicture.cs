using System.Text;

namespace Masking.Samples.Turret;

/// <summary>Renders the map as text with markup of Spectre.Console.</summary>
public static class BattlefieldPicture
{
    /// <summary>
    /// Renders the map in a frame. Cells that the tank can hit now have a lighter background. The last shot is a dotted line. The lines
    /// below contain the legal angles and the shot.
    /// </summary>
    /// <param name="field">The map.</param>
    public static string Draw(Battlefield field)
    {
        ArgumentNullException.ThrowIfNull(field);
        HashSet<Cell> path = field is { Shot: { } shot, Arc: { } arc } ? [.. field.Path(arc.Clamp(shot))] : [];
        string edge = new('─', 3 * Battlefield.Size);
        StringBuilder text = new($"[grey]╭{edge}╮[/]\n");
        for (int row = 0; row < Battlefield.Size; row++)
        {
            IEnumerable<string> cells = Enumerable
                .Range(0, Battlefield.Size)
                .Select(column => CellText(field, new Cell(row, column), path));
            text.Append($"[grey]│[/]{string.Concat(cells)}[grey]│[/]\n");
        }

        return text.Append($"[grey]╰{edge}╯[/]\n{Describe(field)}").ToString();
    }

    private static string CellText(Battlefield field, Cell cell, HashSet<Cell> path)
    {
        if (!Battlefield.IsFree(cell))
        {
            return "[grey50]███[/]";
        }

        (char sign, string color) = cell == field.Tank ? ("▲►▼◄"[(int)field.Heading], "bold deepskyblue1")
            : cell == field.Target ? (field.IsHit ? '✸' : '◆', "bold orange1")
            : path.Contains(cell) ? ('•', "red1")
            : ('·', "grey50");
        bool canBeHit = field.Arc is { } arc && cell != field.Tank && arc.Contains(field.AngleTo(cell)) && field.Sees(cell);
        return $"[{color}{(canBeHit ? " on grey27" : "")}] {sign} [/]";
    }

    private static string Describe(Battlefield field)
    {
        string legal = field.Arc is { } arc ? $"{arc.Low:F0}° to {arc.High:F0}°" : "none";
        string shot = field.Shot is { } angle
            ? $"{angle:F0}°{(field.IsClamped ? $", clamped to {field.Arc!.Value.Clamp(angle):F0}°" : "")}: {(field.IsHit ? "hit" : "miss")}"
            : "none";
        return $"legal angles {legal}\nshot {shot}\nstep {field.Steps} of {Battlefield.MaxSteps}";
    }
}
