namespace Masking.Samples.Training;

/// <summary>Metrics as people read them.</summary>
internal static class MetricText
{
    private const double Small = 0.01;

    /// <summary>Those that say how a training goes, in one line: losses and learning rates are only in its files.</summary>
    /// <param name="names">Their names.</param>
    /// <param name="metrics">As many numbers, or none.</param>
    public static string Line(IReadOnlyList<string> names, IReadOnlyList<double> metrics) => string.Join("  ", metrics
        .Select((metric, i) => (Name: names[i], Metric: metric))
        .Where(each => !each.Name.EndsWith("loss", StringComparison.Ordinal) && !each.Name.EndsWith("rate", StringComparison.Ordinal))
        .Select(each => $"{each.Name} {Short(each.Metric)}"));

    private static string Short(double metric) => metric != 0 && Math.Abs(metric) < Small ? $"{metric:0.0e+0}" : $"{metric:F2}";
}
