namespace Masking.Samples.Training;

/// <summary>Metrics as people read them.</summary>
internal static class MetricText
{
    private const double Small = 0.01;
    private const double OneFigure = 10;

    /// <summary>Those that say how a training goes, in one line: losses and learning rates are only in its files.</summary>
    /// <param name="names">Their names.</param>
    /// <param name="metrics">As many numbers, or none.</param>
    public static string Line(IReadOnlyList<string> names, IReadOnlyList<double> metrics) => string.Join("  ", metrics
        .Select((metric, i) => (Name: names[i], Metric: metric))
        .Where(each => !each.Name.EndsWith("loss", StringComparison.Ordinal) && !each.Name.EndsWith("rate", StringComparison.Ordinal))
        .Select(each => $"{each.Name} {Short(each.Metric)}"));

    /// <summary>A mean return, with two places where the best is less than 10; empty before the first episode.</summary>
    /// <param name="meanReturn">The mean return.</param>
    /// <param name="bestReturn">The return that cannot be exceeded.</param>
    public static string Return(double? meanReturn, double bestReturn) => bestReturn < OneFigure ? $"{meanReturn:F2}" : $"{meanReturn:F1}";

    private static string Short(double metric) => metric != 0 && Math.Abs(metric) < Small ? $"{metric:0.0e+0}" : $"{metric:F2}";
}
