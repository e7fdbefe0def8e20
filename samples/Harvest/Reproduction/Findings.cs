using Masking.Samples.QuickStart;

namespace Masking.Samples.Harvest;

/// <summary>Computes findings about masks from the results of a table.</summary>
public static class Findings
{
    private const int MaskedSteps = 45_000;
    private const double NaiveKl = 5;
    private const double UnmaskedReturn = 3;
    private const int UnmaskedSize = 8;

    /// <summary>Returns the findings for which the table contains the necessary regimes and sizes.</summary>
    /// <param name="results">The results of the table.</param>
    public static IReadOnlyList<Finding> Of(TableResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return
        [
            .. new[]
            {
                MaskedSolves(results),
                MaskedSolvesFirst(results),
                NaiveDiverges(results),
                UnmaskedFails(results),
                MasksAreNeeded(results),
            }.OfType<Finding>(),
        ];
    }

    private static Finding? MaskedSolves(TableResults results) => results.HasMasked
        ? new Finding(
            $"Masked solves every size in under {MaskedSteps:N0} steps, with every seed",
            results.Table.Sizes.All(size => results.Of(Regime.Masked, size).All(result => result.SolvedAt < MaskedSteps)),
            BySize(results, size => Steps(Slowest(results, Regime.Masked, size))))
        : null;

    private static Finding? MaskedSolvesFirst(TableResults results)
    {
        Regime[] others = [.. results.Table.Regimes.Where(regime => regime != Regime.Masked)];
        if (!results.HasMasked || others.Length == 0)
        {
            return null;
        }

        double? Soonest(int size) => others.SelectMany(regime => results.SolvedAt(regime, size)).Select(steps => (double?)steps).Min();
        return new Finding(
            "The slowest seed of masked solves every size before the fastest seed of any other regime",
            results.Table.Sizes.All(size => Slowest(results, Regime.Masked, size) is { } masked && !(Soonest(size) <= masked)),
            BySize(results, size => $"{Steps(Slowest(results, Regime.Masked, size))} against {Steps(Soonest(size))}"));
    }

    private static Finding? NaiveDiverges(TableResults results) => results.HasMasked && results.Table.Regimes.Contains(Regime.Naive)
        ? new Finding(
            $"Naive has at least {NaiveKl:0} times the KL divergence of masked, on every size",
            results.Table.Sizes.All(size => results.KlRatios(Regime.Naive, size).Mean >= NaiveKl),
            BySize(results, size => $"{results.KlRatios(Regime.Naive, size).Mean:F1} times"))
        : null;

    private static Finding? UnmaskedFails(TableResults results)
    {
        (TrainingCell Cell, double Return)[] unmasked = [.. results.Table.Cells
            .Where(cell => cell.Size >= UnmaskedSize && (cell.Regime == Regime.None || cell.Regime.Penalty < 0))
            .Select(cell => (cell, results[cell].FinalReturn))];
        if (unmasked.Length == 0)
        {
            return null;
        }

        (TrainingCell best, double most) = unmasked.MaxBy(each => each.Return);
        return new Finding(
            $"Without masks, with or without penalties, the return is under {UnmaskedReturn:0} of {HarvestField.BestReturn} "
                + $"from size {UnmaskedSize} up, with every seed",
            most < UnmaskedReturn,
            $"at most {most:F1}, by {best}; "
                + $"{unmasked.Count(each => each.Return >= UnmaskedReturn)} of {unmasked.Length} trainings are above"
        );
    }

    private static Finding? MasksAreNeeded(TableResults results) => results.HasMasked
        ? new Finding(
            "Evaluated without masks, masked agents have a lower return on every size",
            results.Table.Sizes.All(size => results.ReturnsWithoutMasks(size).Mean < results.Returns(Regime.Masked, size).Mean),
            BySize(results, size => $"from {results.Returns(Regime.Masked, size).Mean:F1} to {results.ReturnsWithoutMasks(size).Mean:F1}"))
        : null;

    /// <summary>The greatest number of steps that a seed took to solve the task; null if a seed did not solve it.</summary>
    private static double? Slowest(TableResults results, Regime regime, int size)
    {
        IReadOnlyList<double> solved = results.SolvedAt(regime, size);
        return solved.Count == results.Table.Seeds.Count ? solved.Max() : null;
    }

    private static string Steps(double? steps) => steps is null ? "never" : $"{steps:N0}";

    private static string BySize(TableResults results, Func<int, string> text) =>
        string.Join("; ", results.Table.Sizes.Select(size => $"size {size}: {text(size)}"));
}
