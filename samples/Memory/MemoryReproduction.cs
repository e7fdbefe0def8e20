using System.CommandLine;
using System.Globalization;
using Masking.Samples.Reproduction;
using Masking.Training.CommandLine;

namespace Masking.Samples.Memory;

/// <summary>The subcommand that trains both agents with several seeds and writes the table and the picture of the README.</summary>
public static class MemoryReproduction
{
    /// <summary>Creates the subcommand <c>reproduce</c>.</summary>
    public static Command Create() => new ReproduceCommand<double>("memory", "Trains both agents with several seeds")
    {
        DefaultSteps = MemoryTraining.DefaultSteps,
        BestReturn = -MemoryTraining.PerfectMoves,
        Agents = MemoryTraining.Agents,
        CreateTrainer = (agent, seed, _) =>
            MemoryTraining.CreateTrainer(agent, PairsGame.MaxPairs, MemoryTraining.Options with { Seed = seed }, threads: 1),
        Evaluate = (_, trainer) => MemoryTraining.MeanMoves(trainer, PairsGame.MaxPairs),
        Table = Table,
        Draw = (path, seeds) => LearningCurvePlot.Save(
            path,
            MemoryCommand.Title,
            MemoryCommand.ReturnLabel,
            -MemoryTraining.PerfectMoves,
            [.. seeds.SelectMany(seed => seed.Runs)]),
    }.Create();

    /// <summary>Formats the moves per game: a row for each agent and reference player, a column for each seed, and the mean.</summary>
    private static string Table(IReadOnlyList<SeedResults<double>> seeds)
    {
        IEnumerable<IReadOnlyList<string>> agents = MemoryTraining.Agents.Select(
            (agent, i) => Agent(agent, [.. seeds.Select(seed => seed.Results[i])]));
        return MarkdownTable.Of(
            ["player", .. seeds.Select((_, i) => $"seed {i + 1}"), "mean"],
            [.. agents, Reference("perfect memory", MemoryTraining.PerfectMoves), Reference("random cards", MemoryTraining.RandomMoves)]);

        IReadOnlyList<string> Reference(string player, double mean) => [player, .. seeds.Select(_ => ""), Moves(mean)];
    }

    private static IReadOnlyList<string> Agent(string agent, double[] moves) => [agent, .. moves.Append(moves.Average()).Select(Moves)];

    private static string Moves(double moves) => moves.ToString("F2", CultureInfo.InvariantCulture);
}
