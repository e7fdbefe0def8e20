using System.Text;
using Masking.Samples.QuickStart;
using Masking.Samples.Reproduction;

namespace Masking.Samples.Harvest;

/// <summary>Formats the results of a table as a Markdown page. The same results give the same page.</summary>
public static class ResultsPage
{
    private const string WithoutMasks = "masked, evaluated without masks";

    /// <summary>Returns the page.</summary>
    /// <param name="results">The results of the table.</param>
    /// <param name="picture">The link to the picture of the learning curves.</param>
    public static string Of(TableResults results, string picture)
    {
        ArgumentNullException.ThrowIfNull(results);
        StringBuilder page = new();
        page.Append(
            "# MiniHarvest with and without masks: results\n\n"
                + "Written by `dotnet run -c Release --project samples/Harvest -- reproduce`.\n"
                + "All numbers and findings are computed from the trainings.\n\n"
        );
        AppendProvenance(page, results);
        page.Append($"\n![Learning curves]({picture})\n\n## Findings\n\n");
        foreach (Finding finding in Findings.Of(results))
        {
            page.Append($"- {finding.Verdict}\n  ({finding.Numbers}).\n");
        }

        page.Append(
            $"\nEach cell of the tables is the mean over the seeds, with the minimum and maximum in brackets.\n\n"
                + $"## Return\n\nThe mean return of the last {CellResult.FinalEpisodes} episodes. The highest possible return is "
                + $"{HarvestField.BestReturn}. Penalties are not counted.\n\n"
        );
        AppendTable(
            page,
            results,
            (regime, size) => results.Returns(regime, size).ToString("F1"),
            size => results.ReturnsWithoutMasks(size).ToString("F1")
        );
        page.Append(
            $"\n## Solved\n\nThe environment steps after which the mean return of an update's "
                + $"{HarvestTraining.Environments} episodes first reached {CellResult.SolvedReturn:0.#}.\n\n"
        );
        AppendTable(page, results, (regime, size) => Solved(results, regime, size));
        if (results.HasMasked)
        {
            page.Append(
                "\n## KL divergence\n\n"
                    + "The mean approximate KL divergence of an update, as a multiple of that of the masked agent with the same seed.\n"
                    + "For the masked agents, the divergence itself.\n\n"
            );
            AppendTable(page, results, (regime, size) => Kl(results, regime, size));
        }

        return page.ToString();
    }

    private static void AppendProvenance(StringBuilder page, TableResults results)
    {
        HarvestTable table = results.Table;
        Provenance[] provenance = [.. table.Cells.Select(cell => results[cell].Provenance)];
        page.Append($"| | |\n|---|---|\n| machine | {string.Join("; and ", provenance.Select(each => each.Machine).Distinct())} |\n");
        page.Append($"| finished | {provenance.Max(each => each.Finished):yyyy-MM-dd} |\n");
        page.Append(
            $"| trainings | {provenance.Length}: sizes {string.Join(", ", table.Sizes)}; seeds {string.Join(", ", table.Seeds)}; "
                + $"{table.Regimes.Count} regimes |\n"
        );
        page.Append($"| environment steps of each | {results[table.Cells[0]].Curve[^1].Steps:N0} |\n");
        page.Append($"| minutes | {provenance.Sum(each => each.Seconds / each.Parallelism) / 60:F1} |\n");
        page.Append($"| trainings at a time | {string.Join(" or ", provenance.Select(each => each.Parallelism).Distinct().Order())} |\n");
    }

    private static void AppendTable(
        StringBuilder page,
        TableResults results,
        Func<Regime, int, string> text,
        Func<int, string>? withoutMasks = null
    )
    {
        IReadOnlyList<int> sizes = results.Table.Sizes;
        page.Append(
            $"| | {string.Join(" | ", sizes.Select(size => $"{size}×{size}"))} |\n|---|{string.Concat(sizes.Select(_ => "---|"))}\n"
        );
        foreach (Regime regime in results.Table.Regimes)
        {
            page.Append($"| {regime.Name} | {string.Join(" | ", sizes.Select(size => text(regime, size)))} |\n");
            if (regime == Regime.Masked && withoutMasks is not null)
            {
                page.Append($"| {WithoutMasks} | {string.Join(" | ", sizes.Select(withoutMasks))} |\n");
            }
        }
    }

    private static string Solved(TableResults results, Regime regime, int size)
    {
        IReadOnlyList<double> solved = results.SolvedAt(regime, size);
        int seeds = results.Table.Seeds.Count;
        return solved.Count == 0
            ? "never"
            : $"{Spread.Of(solved).ToString("N0")}{(solved.Count < seeds ? $", {solved.Count} of {seeds} seeds" : "")}";
    }

    private static string Kl(TableResults results, Regime regime, int size) => regime == Regime.Masked
        ? Spread.Of([.. results.Of(regime, size).Select(result => result.Kl)]).ToString("F4")
        : results.KlRatios(regime, size).ToString("F1") + "×";
}
