using System.CommandLine;
using System.Globalization;
using Masking.Samples.Reproduction;
using Masking.Training;
using Masking.Training.CommandLine;

namespace Masking.Samples.TeamCatcher;

/// <summary>The subcommand that trains all variants with several seeds and writes the table and the picture of the README.</summary>
public static class TeamReproduction
{
    /// <summary>Creates the subcommand <c>reproduce</c>.</summary>
    public static Command Create() => new ReproduceCommand<double>(
        "team-catcher",
        "Trains with and without the agent mask, with the probability ratio of the joint action and of each agent")
    {
        DefaultSteps = TeamTraining.DefaultSteps,
        BestReturn = TeamField.Targets,
        Agents = [.. Variant.All.Select(variant => variant.Name)],
        Label = (variant, _) => variant,
        CreateTrainer = (name, seed, _) => TeamTraining.CreateTrainer(
            Variant.All.Single(variant => variant.Name == name), TeamTraining.Options with { Seed = seed }, threads: 1),
        Evaluate = (_, trainer) => TeamTraining.ShareCaught(trainer.Progress) ?? 0,
        Table = Table,
        Draw = (path, seeds) => LearningCurvePlot.Save(
            path,
            "TeamCatcher: with and without the agent mask (seed 1)",
            $"targets caught of {TeamField.Targets}, mean of the last {TeamTraining.Options.RecentEpisodes} episodes",
            TeamField.Targets,
            seeds[0].Runs),
    }.Create();

    /// <summary>Formats the fraction of targets caught as a table: a row for each variant, a column for each seed, and the mean.</summary>
    private static string Table(IReadOnlyList<SeedResults<double>> seeds) => MarkdownTable.Of(
        ["agent mask", "ratio", .. seeds.Select((_, i) => $"seed {i + 1}"), "mean"],
        Variant.All.Select((variant, i) => Row(variant, [.. seeds.Select(seed => seed.Results[i])])));

    private static IReadOnlyList<string> Row(Variant variant, double[] shares) =>
    [
        variant.HasAgentMask ? "yes" : "no",
        variant.RatioScope == RatioScope.JointAction ? "joint" : "agent",
        .. shares.Append(shares.Average()).Select(Percent),
    ];

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F0} %");
}
