using Masking.Benchmarks.Comparing;

namespace Masking.Benchmarks.Reporting;

/// <summary>A table of all comparisons with a limit or with <see cref="Comparison.Baselines"/>: one row for each workload and
/// size.</summary>
internal static class ComparisonTable
{
    private const string Missing = "–";

    /// <summary>Writes the table in Markdown.</summary>
    /// <param name="comparisons">The comparisons.</param>
    /// <param name="report">Receives the table.</param>
    public static void Write(IReadOnlyList<Comparison> comparisons, Report report)
    {
        report.Write(
            ["call", "ours", "limit", "ours / limit", "at most", .. Comparison.Baselines.Select(baseline => $"{baseline} / ours")],
            comparisons
                .Where(comparison => Comparison.LimitAndBaselines.Contains(comparison.Beside))
                .GroupBy(comparison => comparison.Title)
                .Select(group => Row(group.Key, [.. group])));
    }

    private static string[] Row(string title, Comparison[] comparisons)
    {
        Comparison? limit = Array.Find(comparisons, comparison => comparison.Beside == Comparison.Limit);
        double? distance = limit?.Ours / limit?.Theirs;
        return
        [
            title,
            Scoreboard.Time((limit ?? comparisons[0]).Ours),
            limit is null ? Missing : Scoreboard.Time(limit.Theirs),
            distance is null ? Missing
                : distance > limit!.Target ? $"**{Scoreboard.Number(distance.Value)}**"
                : Scoreboard.Number(distance.Value),
            limit is null ? Missing : Scoreboard.Number(limit.Target),
            .. Comparison.Baselines.Select(baseline => Array.Find(comparisons, comparison => comparison.Beside == baseline) is { } found
                ? Scoreboard.Number(found.Theirs / found.Ours)
                : Missing),
        ];
    }
}
