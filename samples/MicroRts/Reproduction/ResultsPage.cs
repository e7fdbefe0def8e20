using System.Globalization;
using Masking.Samples.MicroRts.Learning;
using Masking.Samples.Reproduction;
using Masking.Training;

namespace Masking.Samples.MicroRts.Reproduction;

/// <summary>Formats the results of all seeds as a Markdown page.</summary>
internal static class ResultsPage
{
    private static readonly string TrainedSteps = MicroRtsTraining.DefaultSteps.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Returns the page.</summary>
    /// <param name="seeds">The trainings of each seed, in the order of <see cref="MaskVariant.All"/>.</param>
    /// <param name="tables">The games of each seed.</param>
    public static string Of(IReadOnlyList<SeedResults<MicroRtsPolicy>> seeds, IReadOnlyList<PairTable> tables)
    {
        TrainingProgress progress = seeds[0].Runs[0].Progress;
        Provenance provenance = Provenance.Capture(progress, parallelism: 1);
        return $"""
            # μRTS with and without masks: results

            Written by `dotnet run -c Release --project samples/MicroRts -- reproduce`.
            All numbers are computed from the trainings and from the games after them.

            {MarkdownTable.Of(["", ""], [
                ["machine", provenance.Machine],
                ["finished", provenance.Finished.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)],
                ["map", MicroRtsTraining.Setup.Map.Name],
                ["environment steps of each training", progress.EnvironmentSteps.ToString("N0", CultureInfo.InvariantCulture)],
                ["seeds", string.Join(", ", Enumerable.Range(1, seeds.Count))],
            ])}

            ![Learning curves](learning-curves.png)

            ## Trainings

            Games won of {tables[0].GamesPerPair} against the scripted players of the training, and its minutes on one core: the mean
            over the seeds, with the minimum and maximum in brackets.

            {Trainings(seeds, tables)}

            ## All pairs

            Games won of {tables[0].GamesPerPair} by the player of the row against the player of the column, {tables[0].GamesPerPair / 2} of
            them on each side: the mean over the seeds. The other games are losses and draws.
            The player `{PlayerFactory.Agent}` is the agent of the sample, which was trained with all masks and {TrainedSteps} environment
            steps.

            {Pairs(tables)}
            """;
    }

    private static string Trainings(IReadOnlyList<SeedResults<MicroRtsPolicy>> seeds, IReadOnlyList<PairTable> tables)
    {
        string[] opponents = [.. MicroRtsTraining.Setup.Opponents.Keys];
        return MarkdownTable.Of(
            ["", .. opponents, "minutes"],
            MaskVariant.All.Select((variant, i) => (IReadOnlyList<string>)
            [
                variant.Label,
                .. opponents.Select(opponent => Spread.Of([.. tables.Select(table => (double)Won(table, i, opponent))]).ToString("F0")),
                Spread.Of([.. seeds.Select(seed => Minutes(seed.Runs[i].Progress))]).ToString("F0"),
            ]));
    }

    private static int Won(PairTable table, int agent, string opponent) => table.Won[agent][table.Names.ToList().IndexOf(opponent)];

    private static double Minutes(TrainingProgress progress) =>
        progress.EnvironmentSteps / progress.Time.StepsPerSecond / 60;

    private static string Pairs(IReadOnlyList<PairTable> tables)
    {
        IReadOnlyList<string> names = tables[0].Names;
        return MarkdownTable.Of(
            ["", .. names],
            names.Select((name, row) => (IReadOnlyList<string>)
            [
                name,
                .. names.Select((_, column) =>
                    tables.Average(table => table.Won[row][column]).ToString("F0", CultureInfo.InvariantCulture)),
            ]));
    }
}
