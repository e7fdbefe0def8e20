using System.Globalization;
using Masking.Samples.Reproduction;
using Masking.Training;

namespace Masking.Samples.Turret;

/// <summary>Formats the results of all variants and seeds as a table.</summary>
public static class ResultsTable
{
    private const double GoodReturn = 0.8;

    private static readonly string[] Heading =
    [
        "angles", "cost of a miss", "return", "episodes with a hit", "shots that hit", "clamped shots",
        FormattableString.Invariant($"steps to a return of {GoodReturn}"),
    ];

    /// <summary>Formats a row for each variant, with means and standard deviations over the seeds.</summary>
    /// <param name="seeds">
    /// For each seed, and for each variant in the order of <see cref="Variant.All"/>: the results, and <see cref="StepsToReturn"/>.
    /// </param>
    public static string Format(IReadOnlyList<IReadOnlyList<(TurretResults Results, long? Steps)>> seeds)
    {
        ArgumentNullException.ThrowIfNull(seeds);
        return MarkdownTable.Of(Heading, Variant.All.Select((variant, i) => Row(variant, [.. seeds.Select(seed => seed[i])])));
    }

    /// <summary>The number of steps after which the mean return of a training reached 0.8; null if it never did.</summary>
    /// <param name="run">The training.</param>
    public static long? StepsToReturn(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.History.FirstOrDefault(progress => progress.MeanReturn >= GoodReturn)?.EnvironmentSteps;
    }

    private static IReadOnlyList<string> Row(Variant variant, IReadOnlyList<(TurretResults Results, long? Steps)> seeds) =>
    [
        variant.Angles,
        variant.Cost,
        Spread(seeds.Select(seed => (double?)seed.Results.MeanReturn), "F2"),
        Spread(seeds.Select(seed => (double?)seed.Results.EpisodesWithHit), "P0"),
        Spread(seeds.Select(seed => seed.Results.ShotsThatHit), "P0"),
        Spread(seeds.Select(seed => seed.Results.ClampedShots), "P0"),
        string.Join(", ", seeds.Select(seed => seed.Steps is { } steps ? $"{Math.Round(steps / 1000.0)}k" : "never")),
    ];

    /// <summary>The mean and the sample standard deviation of the numbers that are not null.</summary>
    private static string Spread(IEnumerable<double?> numbers, string format)
    {
        double[] known = [.. numbers.OfType<double>()];
        if (known.Length == 0)
        {
            return "–";
        }

        double mean = known.Average();
        double deviation = Math.Sqrt(known.Sum(number => Math.Pow(number - mean, 2)) / Math.Max(1, known.Length - 1));
        return $"{mean.ToString(format, CultureInfo.InvariantCulture)} ± {deviation.ToString(format, CultureInfo.InvariantCulture)}";
    }
}
