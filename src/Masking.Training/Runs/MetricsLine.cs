using System.Globalization;

namespace Masking.Training;

/// <summary>Formats and parses the lines of <c>metrics.csv</c>. Numbers are written with full precision.</summary>
internal static class MetricsLine
{
    private static readonly string[] FixedColumns = ["update", "steps", "episodes", "return"];

    /// <summary>Returns the header line.</summary>
    /// <param name="names">The names of the metrics.</param>
    public static string Header(IEnumerable<string> names) => string.Join(',', [.. FixedColumns, .. names.Select(Column)]);

    /// <summary>Formats the line of an update.</summary>
    /// <param name="progress">The state of the training after the update.</param>
    public static string Format(TrainingProgress progress)
    {
        IFormattable?[] numbers =
            [progress.Updates, progress.EnvironmentSteps, progress.Episodes, progress.MeanReturn, .. progress.Metrics];
        return string.Join(',', numbers.Select(Text));
    }

    /// <summary>Parses the line of an update.</summary>
    /// <param name="line">The line.</param>
    /// <param name="names">The names of the metrics.</param>
    /// <param name="previous">The state of the training after the previous update.</param>
    /// <exception cref="FormatException">The line is invalid or does not belong to the next update. The message contains the expected and
    /// the actual value.</exception>
    public static TrainingProgress Parse(string line, IReadOnlyList<string> names, TrainingProgress previous)
    {
        string[] cells = line.Split(',');
        int columns = FixedColumns.Length + names.Count;
        if (cells.Length != columns)
        {
            throw new FormatException($"expected {columns} numbers with commas between them, got {cells.Length}");
        }

        int updates = (int)ParseInteger(cells[0], FixedColumns[0], previous.Updates + 1, previous.Updates + 1);
        long steps = ParseInteger(cells[1], FixedColumns[1], previous.EnvironmentSteps, long.MaxValue);
        int episodes = (int)ParseInteger(cells[2], FixedColumns[2], previous.Episodes, int.MaxValue);
        double? mean = cells[3].Length == 0 ? null : ParseNumber(cells[3], FixedColumns[3]);
        double[] metrics = [.. names.Select((name, i) => ParseNumber(cells[FixedColumns.Length + i], Column(name)))];
        return new TrainingProgress(steps, updates, episodes, mean, metrics);
    }

    private static string Column(string name) =>
        string.Concat(name.Select(letter => letter is ' ' or ',' || char.IsControl(letter) ? '_' : letter));

    private static string Text(IFormattable? number) => number?.ToString(number is double ? "R" : null, CultureInfo.InvariantCulture) ?? "";

    private static long ParseInteger(string cell, string column, long min, long max)
    {
        bool isInteger = long.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && Text(number) == cell;
        if (isInteger && number >= min && number <= max)
        {
            return number;
        }

        string expected = min == max ? $"{min}" : $"a whole number of {min} or more";
        throw new FormatException($"expected {expected} as '{column}', got '{MetricsHistory.Excerpt(cell)}'");
    }

    private static double ParseNumber(string cell, string column) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && Text(number) == cell
            ? number
            : throw new FormatException($"expected a number as '{column}', got '{MetricsHistory.Excerpt(cell)}'");
}
