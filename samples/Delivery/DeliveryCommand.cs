using System.CommandLine;
using System.Globalization;
using Masking.Training.CommandLine;

namespace Masking.Samples.Delivery;

/// <summary>The command line of the sample.</summary>
public static class DeliveryCommand
{
    private static readonly Option<string> Variant = CommandOptions.ChoiceOption(
        "--variant", "Whether no two vehicles choose the same customer, or all choose independently.", [.. DeliveryTraining.Variants]);

    /// <summary>Parses the arguments and runs the command.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">The writer for output.</param>
    /// <param name="error">The writer for error messages.</param>
    /// <param name="cancellationToken">Stops the run early, like Ctrl-C.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default) =>
        new TrainingCommand("delivery", "Trains vehicles to deliver parcels. No two of them choose the same customer.")
        {
            Title = Title,
            ReturnLabel = ReturnLabel,
            DefaultSteps = DeliveryTraining.DefaultSteps,
            BestReturn = DeliveryMap.MaxProfit,
            Options = [Variant],
            Commands = [DeliveryReproduction.Create()],
            CreateTrainer = arguments => DeliveryTraining.CreateTrainer(
                arguments.Parsed.GetRequiredValue(Variant),
                DeliveryTraining.Options with { Seed = arguments.Seed },
                arguments.Threads),
            OnCompleted = ReportResult,
        }.RunAsync(args, output, error, cancellationToken);

    /// <summary>The title of the learning curves.</summary>
    internal static string Title => $"Delivery: {DeliveryMap.Vehicles} vehicles, {DeliveryMap.Customers} customers in each round";

    /// <summary>The label of the return in the learning curves.</summary>
    internal static string ReturnLabel =>
        $"profit per episode, mean of the last {DeliveryTraining.Options.RecentEpisodes}";

    private static void ReportResult(CompletedRun run)
    {
        DeliveryResult result = DeliveryTraining.Evaluate(run.Trainers[0]);
        run.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Mean of {DeliveryTraining.EvaluationEpisodes:N0} new episodes: profit {result.Profit:F1}, "
                + $"conflicts in {100 * result.ConflictShare:F1} % of the rounds."));
    }
}
