namespace Masking.Samples.Training;

/// <summary>Metrics as people read them.</summary>
internal static class MetricText
{
    private const double Small = 0.01;

    /// <summary>All of them in one line.</summary>
    /// <param name="names">Their names.</param>
    /// <param name="metrics">As many numbers, or none.</param>
    public static string Line(IReadOnlyList<string> names, IReadOnlyList<double> metrics) => string.Join("  ", metrics.Select((metric, i) => $"{names[i]} {Short(metric)}"));

    private static string Short(double metric) => metric != 0 && Math.Abs(metric) < Small ? $"{metric:0.0e+0}" : $"{metric:F2}";
}
