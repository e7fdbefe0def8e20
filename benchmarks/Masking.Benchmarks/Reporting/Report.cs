namespace Masking.Benchmarks.Reporting;

/// <summary>Writes tables in Markdown, and records whether all targets are met.</summary>
/// <param name="output">Receives the tables.</param>
internal sealed class Report(TextWriter output)
{
    /// <summary>Whether all targets so far were met.</summary>
    public bool AllTargetsMet { get; private set; } = true;

    /// <summary>Records whether a target is met.</summary>
    /// <returns>The cell for the table.</returns>
    public string Met(bool isMet)
    {
        AllTargetsMet &= isMet;
        return isMet ? "yes" : "**no**";
    }

    /// <summary>Writes a paragraph.</summary>
    public void Write(string paragraph)
    {
        output.WriteLine(paragraph);
        output.WriteLine();
    }

    /// <summary>Writes a table. All columns but the first are aligned to the right.</summary>
    /// <param name="columns">The headings.</param>
    /// <param name="rows">The cells of each row.</param>
    public void Write(IReadOnlyList<string> columns, IEnumerable<string[]> rows)
    {
        string[][] cells = [[.. columns], .. rows];
        int[] widths = [.. columns.Select((_, column) => cells.Max(row => row[column].Length))];
        WriteRow(cells[0].Select(Pad));
        WriteRow(widths.Select((width, column) => column == 0 ? new string('-', width) : $"{new string('-', width - 1)}:"));
        foreach (string[] row in cells[1..])
        {
            WriteRow(row.Select(Pad));
        }

        output.WriteLine();

        string Pad(string cell, int column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]);
    }

    private void WriteRow(IEnumerable<string> cells) => output.WriteLine($"| {string.Join(" | ", cells)} |");
}
