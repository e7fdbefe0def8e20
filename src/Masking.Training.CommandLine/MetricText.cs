namespace Masking.Training.CommandLine;

/// <summary>Formats metrics for the console.</summary>
internal static class MetricText
{
    private const double Small = 0.01;
    private const double OneFigure = 10;

    /// <summary>
    /// Formats metrics in one line. Losses, learning rates and the metrics of single heads are left out; they are only written to
    /// files.
    /// </summary>
    /// <param name="names">The names of the metrics.</param>
    /// <param name="metrics">The metrics; empty before the first update.</param>
    public static string Line(IReadOnlyList<string> names, IReadOnlyList<double> metrics) => string.Join("  ", metrics
        .Select((metric, i) => (Name: names[i], Metric: metric))
        .Where(each => !each.Name.EndsWith("loss", StringComparison.Ordinal) && !each.Name.EndsWith("rate", StringComparison.Ordinal)
            && !each.Name.Contains('/'))
        .Select(each => $"{each.Name} {Short(each.Metric)}"));

    /// <summary>Formats a mean return, with two decimal places if the highest possible return is less than 10, else one.</summary>
    /// <param name="meanReturn">The mean return; null, before the first episode, gives an empty string.</param>
    /// <param name="bestReturn">The highest possible return.</param>
    public static string Return(double? meanReturn, double bestReturn) => bestReturn < OneFigure ? $"{meanReturn:F2}" : $"{meanReturn:F1}";

    private static string Short(double metric) => metric != 0 && Math.Abs(metric) < Small ? $"{metric:0.0e+0}" : $"{metric:F2}";
}
