using System.CommandLine;
using System.Globalization;
using Masking.Samples.Reproduction;

namespace Masking.Samples.Delivery;

/// <summary>The subcommand that trains both variants with several seeds and writes the table and the picture of the README.</summary>
public static class DeliveryReproduction
{
    /// <summary>Creates the subcommand <c>reproduce</c>.</summary>
    public static Command Create() => new ReproduceCommand<DeliveryResult>("delivery", "Trains with distinct and with independent choices")
    {
        DefaultSteps = DeliveryTraining.DefaultSteps,
        BestReturn = DeliveryMap.MaxProfit,
        Agents = DeliveryTraining.Variants,
        CreateTrainer = (variant, seed, _) =>
            DeliveryTraining.CreateTrainer(variant, DeliveryTraining.Options with { Seed = seed }, threads: 1),
        Evaluate = (_, trainer) => DeliveryTraining.Evaluate(trainer),
        Table = Table,
        Draw = LearningCurvesFigure.Save,
    }.Create();

    /// <summary>Formats the profit per episode: a column for each seed, their mean, and the share of rounds with conflicts.</summary>
    private static string Table(IReadOnlyList<SeedResults<DeliveryResult>> seeds)
    {
        IEnumerable<IReadOnlyList<string>> trained = DeliveryTraining.Variants.Select(
            (variant, i) => Trained(variant, [.. seeds.Select(seed => seed.Results[i])]));
        return MarkdownTable.Of(
            ["vehicles", .. seeds.Select((_, i) => $"seed {i + 1}"), "mean", "rounds with conflicts"],
            trained.Concat(DeliveryTraining.Variants.Select(Greedy)));

        IReadOnlyList<string> Greedy(string variant)
        {
            DeliveryResult result = DeliveryTraining.EvaluateGreedy(variant);
            return [$"greedy, {variant}", .. seeds.Select(_ => ""), Profit(result.Profit), Percent(result.ConflictShare)];
        }
    }

    private static IReadOnlyList<string> Trained(string variant, DeliveryResult[] seeds)
    {
        IEnumerable<double> profits = seeds.Select(seed => seed.Profit);
        return
        [
            $"trained, {variant}",
            .. profits.Append(profits.Average()).Select(Profit),
            Percent(seeds.Average(seed => seed.ConflictShare)),
        ];
    }

    private static string Profit(double profit) => profit.ToString("F1", CultureInfo.InvariantCulture);

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F1} %");
}
