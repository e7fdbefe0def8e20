using System.CommandLine;
using System.Globalization;
using Masking.Training;
using Masking.Training.CommandLine;
using static TorchSharp.torch;

namespace Masking.Samples.Memory;

/// <summary>The subcommand that trains both agents with several seeds and writes the table and the picture of the README.</summary>
public static class ReproduceCommand
{
    private const int MaxSteps = 1_000_000_000;
    private const int MaxSeeds = 100;
    private const string PictureName = "learning-curves.png";
    private const string TableName = "results.md";

    private static readonly Option<int> Steps = CommandOptions.IntegerOption(
        "--steps", 1, MaxSteps, MemoryTraining.DefaultSteps, "The length of each training in environment steps.");

    private static readonly Option<int> Seeds = CommandOptions.IntegerOption(
        "--seeds", 1, MaxSeeds, 3, "The number of seeds, counted from 1.");

    private static readonly Option<int> Threads = CommandOptions.IntegerOption(
        "--threads", 1, int.MaxValue, Environment.ProcessorCount, "The maximum number of trainings that run at the same time.");

    private static readonly Option<DirectoryInfo> Out = new("--out")
    {
        Description = $"The folder for {TableName} and {PictureName}; created if it does not exist.",
        HelpName = "folder",
        DefaultValueFactory = _ => new DirectoryInfo(Path.Combine("runs", "memory-reproduction")),
    };

    /// <summary>Creates the subcommand <c>reproduce</c>.</summary>
    public static Command Create()
    {
        Command command = new("reproduce", $"Trains both agents with several seeds and writes {TableName} and {PictureName}.");
        command.Options.Add(Steps);
        command.Options.Add(Seeds);
        command.Options.Add(Threads);
        command.Options.Add(Out);
        command.SetAction((parsed, token) => Task.Run(() => Reproduce(parsed, token), CancellationToken.None));
        return command;
    }

    private static int Reproduce(ParseResult parsed, CancellationToken cancellationToken)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        DirectoryInfo folder = parsed.GetRequiredValue(Out);
        using RunLock folderLock = RunLock.Acquire(folder);

        // The order of sums must not depend on the number of threads.
        set_num_threads(1);
        int steps = parsed.GetValue(Steps);
        List<ITrainer> trainers = [];
        try
        {
            List<TrainingRun> runs = [];
            for (int seed = 1; seed <= parsed.GetValue(Seeds); seed++)
            {
                foreach (string agent in MemoryTraining.Agents)
                {
                    manual_seed(seed);
                    PpoOptions options = MemoryTraining.Options with { Seed = seed };
                    trainers.Add(MemoryTraining.CreateTrainer(agent, PairsGame.MaxPairs, options, threads: 1));
                    runs.Add(new TrainingRun($"{agent}, seed {seed}", trainers[^1]));
                }
            }

            ParallelRuns trainings = new(runs, steps, parsed.GetValue(Threads));
            new TrainingDisplay(CommandHost.CreateConsole(output), trainings, -MemoryTraining.PerfectMoves).Run(cancellationToken);
            if (cancellationToken.IsCancellationRequested)
            {
                output.WriteLine("Stopped early: no table and no learning curves are written.");
                return CommandHost.InterruptedExitCode;
            }

            Write(folder, runs, Table(trainers), output);
            return 0;
        }
        finally
        {
            trainers.ForEach(trainer => trainer.Dispose());
        }
    }

    private static void Write(DirectoryInfo folder, IReadOnlyList<TrainingRun> runs, string table, TextWriter output)
    {
        File.WriteAllText(Path.Combine(folder.FullName, TableName), $"{table}\n");
        LearningCurvePlot.Save(
            Path.Combine(folder.FullName, PictureName),
            MemoryCommand.Title,
            MemoryCommand.ReturnLabel,
            -MemoryTraining.PerfectMoves,
            runs);
        output.WriteLine(table);
        output.WriteLine($"Table and learning curves: {folder.FullName}");
    }

    /// <summary>Formats the moves per game: a row for each agent and reference player, a column for each seed, and the mean.</summary>
    /// <param name="trainers">The trainers of each seed, in the order of <see cref="MemoryTraining.Agents"/>.</param>
    private static string Table(IReadOnlyList<ITrainer> trainers)
    {
        double[][] moves =
        [
            .. trainers.Select(trainer => MemoryTraining.MeanMoves(trainer, PairsGame.MaxPairs)).Chunk(MemoryTraining.Agents.Count),
        ];
        string[] heading = ["player", .. moves.Select((_, i) => $"seed {i + 1}"), "mean"];
        IEnumerable<string> agents = MemoryTraining.Agents.Select(
            (agent, i) => Row([agent, .. moves.Select(seed => seed[i]).Append(moves.Average(seed => seed[i])).Select(Moves)]));
        return string.Join('\n', [
            Row(heading),
            Row(heading.Select(_ => "---")),
            .. agents,
            Reference("perfect memory", MemoryTraining.PerfectMoves),
            Reference("random cards", MemoryTraining.RandomMoves),
        ]);

        string Reference(string player, double mean) => Row([player, .. moves.Select(_ => ""), Moves(mean)]);
    }

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    private static string Moves(double moves) => moves.ToString("F2", CultureInfo.InvariantCulture);
}
