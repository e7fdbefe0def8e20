using Masking.Training.CommandLine;

namespace Masking.Samples.Memory;

/// <summary>The command line of the sample. It trains two agents, one with a memory and one without.</summary>
public static class MemoryCommand
{
    /// <summary>Parses the arguments and runs the command.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">The writer for output.</param>
    /// <param name="error">The writer for error messages.</param>
    /// <param name="cancellationToken">Stops the run early, like Ctrl-C.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default) =>
        new TrainingCommand("memory", "Trains two agents to play the card game of pairs, with and without a memory.")
        {
            Title = Title,
            ReturnLabel = ReturnLabel,
            DefaultSteps = MemoryTraining.DefaultSteps,
            BestReturn = -MemoryTraining.PerfectMoves,
            Agents = MemoryTraining.Agents,
            Commands = [MemoryReproduction.Create()],
            CreateTrainer = arguments => MemoryTraining.CreateTrainer(
                arguments.Agent,
                PairsGame.MaxPairs,
                MemoryTraining.Options with { Seed = arguments.Seed },
                arguments.Threads),
            OnCompleted = ReportMoves,
        }.RunAsync(args, output, error, cancellationToken);

    /// <summary>The title of the learning curves.</summary>
    internal static string Title => $"The card game of pairs with {PairsGame.MaxCards} cards: with and without a memory";

    /// <summary>The label of the return in the learning curves.</summary>
    internal static string ReturnLabel => $"mean return (-1 per move), last {MemoryTraining.EvaluationGames} games";

    private static void ReportMoves(CompletedRun run)
    {
        run.Output.WriteLine($"Moves per game, mean of {MemoryTraining.EvaluationGames:N0} new games:");
        IEnumerable<(string Player, double Moves)> rows =
        [
            .. MemoryTraining.Agents.Zip(run.Trainers.Select(trainer => MemoryTraining.MeanMoves(trainer, PairsGame.MaxPairs))),
            ("perfect memory", MemoryTraining.PerfectMoves),
            ("random cards", MemoryTraining.RandomMoves),
        ];
        foreach ((string player, double moves) in rows)
        {
            run.Output.WriteLine($"  {player,-14}  {moves,5:F2}");
        }
    }
}
