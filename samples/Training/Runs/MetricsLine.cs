using System.Globalization;

namespace Masking.Samples.Training;

/// <summary>A line of <c>metrics.csv</c>: what an update measured, numbers in full.</summary>
internal static class MetricsLine
{
    private static readonly string[] FixedColumns = ["update", "steps", "episodes", "return"];

    /// <summary>The first line.</summary>
    /// <param name="names">The names of the metrics.</param>
    public static string Header(IEnumerable<string> names) => string.Join(',', [.. FixedColumns, .. names.Select(Column)]);

    /// <summary>The line of an update.</summary>
    public static string Of(TrainingProgress progress)
    {
        IFormattable?[] numbers =
            [progress.Updates, progress.EnvironmentSteps, progress.Episodes, progress.MeanReturn, .. progress.Metrics];
        return string.Join(',', numbers.Select(Text));
    }

    /// <summary>Reads the line of an update.</summary>
    /// <param name="line">The line.</param>
    /// <param name="names">The names of the metrics.</param>
    /// <param name="before">The update before.</param>
    /// <exception cref="FormatException">It is none, or not of the next update; the message says what was expected and what
    /// came.</exception>
    public static TrainingProgress Read(string line, IReadOnlyList<string> names, TrainingProgress before)
    {
        string[] cells = line.Split(',');
        int columns = FixedColumns.Length + names.Count;
        if (cells.Length != columns)
        {
            throw new FormatException($"expected {columns} numbers with commas between them, got {cells.Length}");
        }

        int updates = (int)Whole(cells[0], FixedColumns[0], before.Updates + 1, before.Updates + 1);
        long steps = Whole(cells[1], FixedColumns[1], before.EnvironmentSteps, long.MaxValue);
        int episodes = (int)Whole(cells[2], FixedColumns[2], before.Episodes, int.MaxValue);
        double? mean = cells[3].Length == 0 ? null : Number(cells[3], FixedColumns[3]);
        double[] metrics = [.. names.Select((name, i) => Number(cells[FixedColumns.Length + i], Column(name)))];
        return new TrainingProgress(steps, updates, episodes, mean, metrics);
    }

    private static string Column(string name) =>
        string.Concat(name.Select(letter => letter is ' ' or ',' || char.IsControl(letter) ? '_' : letter));

    private static string Text(IFormattable? number) => number?.ToString(number is double ? "R" : null, CultureInfo.InvariantCulture) ?? "";

    private static long Whole(string cell, string column, long least, long most)
    {
        bool isWhole = long.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && Text(number) == cell;
        if (isWhole && number >= least && number <= most)
        {
            return number;
        }

        string expected = least == most ? $"{least}" : $"a whole number of {least} or more";
        throw new FormatException($"expected {expected} as '{column}', got '{MetricsHistory.Shown(cell)}'");
    }

    private static double Number(string cell, string column) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && Text(number) == cell
            ? number
            : throw new FormatException($"expected a number as '{column}', got '{MetricsHistory.Shown(cell)}'");
}
