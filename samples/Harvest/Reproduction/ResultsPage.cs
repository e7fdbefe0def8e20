using System.Text;
using Masking.Samples.QuickStart;

namespace Masking.Samples.Harvest;

/// <summary>A whole table as a page of Markdown. The same results give the same page.</summary>
public static class ResultsPage
{
    private const string WithoutMasks = "masked, then masks taken away";

    /// <summary>Writes the page.</summary>
    /// <param name="results">The table.</param>
    /// <param name="picture">The picture of its learning curves, as the page names it.</param>
    public static string Of(TableResults results, string picture)
    {
        ArgumentNullException.ThrowIfNull(results);
        StringBuilder page = new();
        page.Append(
            "# MiniHarvest under masks and without: results\n\n"
                + "Written by `dotnet run -c Release --project samples/Harvest -- reproduce`. Every number, every yes and every no is computed from the trainings.\n\n"
        );
        AppendMaking(page, results);
        page.Append($"\n![Learning curves]({picture})\n\n## Findings\n\n");
        foreach (Finding finding in Findings.Of(results))
        {
            page.Append($"- {finding}\n");
        }

        page.Append(
            $"\nIn the tables, a cell is the mean over the seeds, with the least and the greatest in brackets.\n\n"
                + $"## Return\n\nThe mean return of the last {CellResult.FinalEpisodes} episodes, of at most {HarvestField.BestReturn}. Penalties are learned from, and not counted.\n\n"
        );
        AppendTable(
            page,
            results,
            (regime, size) => results.Returns(regime, size).ToString("F1"),
            size => results.ReturnsWithoutMasks(size).ToString("F1")
        );
        page.Append(
            $"\n## Solved\n\nThe environment steps after which the mean return of an update's {HarvestTraining.Environments} episodes first was {CellResult.SolvedReturn:0.#} or more.\n\n"
        );
        AppendTable(page, results, (regime, size) => Solved(results, regime, size));
        if (results.HasMasked)
        {
            page.Append(
                "\n## KL divergence\n\nThe mean approximate KL divergence of an update, as a multiple of that of the masked agent of the same seed; for the masked agents, the divergence itself.\n\n"
            );
            AppendTable(page, results, (regime, size) => Kl(results, regime, size));
        }

        return page.ToString();
    }

    private static void AppendMaking(StringBuilder page, TableResults results)
    {
        HarvestTable table = results.Table;
        Making[] making = [.. table.Cells.Select(cell => results[cell].Making)];
        page.Append($"| | |\n|---|---|\n| machine | {string.Join("; and ", making.Select(each => each.Machine).Distinct())} |\n");
        page.Append($"| finished | {making.Max(each => each.Finished):yyyy-MM-dd} |\n");
        page.Append(
            $"| trainings | {making.Length}: sizes {string.Join(", ", table.Sizes)}; seeds {string.Join(", ", table.Seeds)}; {table.Regimes.Count} regimes |\n"
        );
        page.Append($"| environment steps of each | {results[table.Cells[0]].Course[^1].Steps:N0} |\n");
        page.Append($"| minutes | {making.Sum(each => each.Seconds / each.AtOnce) / 60:F1} |\n");
        page.Append($"| trainings at a time | {string.Join(" or ", making.Select(each => each.AtOnce).Distinct().Order())} |\n");
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
