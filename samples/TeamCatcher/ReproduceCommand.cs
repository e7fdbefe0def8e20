using System.CommandLine;
using System.Globalization;
using Masking.Training;
using Masking.Training.CommandLine;
using Spectre.Console;
using static TorchSharp.torch;

namespace Masking.Samples.TeamCatcher;

/// <summary>The subcommand that trains all variants with several seeds and writes the table and the picture of the README.</summary>
public static class ReproduceCommand
{
    private const int MaxSteps = 1_000_000_000;
    private const int MaxSeeds = 100;
    private const string PictureName = "learning-curves.png";
    private const string TableName = "results.md";

    private static readonly Option<int> Steps = CommandOptions.IntegerOption(
        "--steps",
        1,
        MaxSteps,
        TeamTraining.DefaultSteps,
        "The length of each training in environment steps."
    );

    private static readonly Option<int> Seeds = CommandOptions.IntegerOption(
        "--seeds",
        1,
        MaxSeeds,
        3,
        "The number of seeds, counted from 1."
    );

    private static readonly Option<int> Threads = CommandOptions.IntegerOption(
        "--threads",
        1,
        int.MaxValue,
        Environment.ProcessorCount,
        "The maximum number of trainings that run at the same time."
    );

    private static readonly Option<DirectoryInfo> Out = new("--out")
    {
        Description = $"The folder for {TableName} and {PictureName}; created if it does not exist.",
        HelpName = "folder",
        DefaultValueFactory = _ => new DirectoryInfo(Path.Combine("runs", "team-catcher-reproduction")),
    };

    /// <summary>Creates the subcommand <c>reproduce</c>.</summary>
    public static Command Create()
    {
        Command command = new(
            "reproduce",
            "Trains with and without the agent mask, with the probability ratio of the joint action and of each agent, "
                + $"and writes {TableName} and {PictureName}."
        );
        command.Options.Add(Steps);
        command.Options.Add(Seeds);
        command.Options.Add(Threads);
        command.Options.Add(Out);
        command.SetAction((parsed, token) => Task.Run(() => Reproduce(parsed, token), CancellationToken.None));
        return command;
    }

    /// <summary>Formats the fraction of targets caught as a table: a row for each variant, a column for each seed, and the mean.</summary>
    /// <param name="runs">The trainings of each seed, in the order of <see cref="Variant.All"/>.</param>
    public static string Table(IReadOnlyList<IReadOnlyList<TrainingRun>> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        IEnumerable<string> rows = Variant.All.Select(
            (variant, row) =>
            {
                double[] shares = [.. runs.Select(seedRuns => TeamTraining.ShareCaught(seedRuns[row].Progress) ?? 0)];
                return Row([
                    variant.HasAgentMask ? "yes" : "no",
                    variant.RatioScope == RatioScope.JointAction ? "joint" : "agent",
                    .. shares.Append(shares.Average()).Select(Percent),
                ]);
            }
        );
        string[] heading = ["agent mask", "ratio", .. runs.Select((_, i) => $"seed {i + 1}"), "mean"];
        return string.Join('\n', [Row(heading), Row(heading.Select(_ => "---")), .. rows]);
    }

    private static int Reproduce(ParseResult parsed, CancellationToken cancellationToken)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        DirectoryInfo folder = parsed.GetRequiredValue(Out);
        using RunLock folderLock = RunLock.Acquire(folder);

        // The order of sums must not depend on the number of threads.
        set_num_threads(1);
        IAnsiConsole console = CommandHost.CreateConsole(output);
        List<TrainingRun[]> runs = [];
        for (int seed = 1; seed <= parsed.GetValue(Seeds); seed++)
        {
            output.WriteLine($"Seed {seed}:");
            TrainingRun[] seedRuns = Train(seed, parsed.GetValue(Steps), parsed.GetValue(Threads), console, cancellationToken);
            if (cancellationToken.IsCancellationRequested)
            {
                output.WriteLine($"Stopped early: the table and the learning curves contain the {runs.Count} completed seeds.");
                return CommandHost.InterruptedExitCode;
            }

            runs.Add(seedRuns);
            Write(folder, runs);
        }

        output.WriteLine(Table(runs));
        output.WriteLine($"Table and learning curves: {folder.FullName}");
        return 0;
    }

    private static void Write(DirectoryInfo folder, IReadOnlyList<TrainingRun[]> runs)
    {
        File.WriteAllText(Path.Combine(folder.FullName, TableName), Table(runs) + '\n');
        LearningCurvePlot.Save(
            Path.Combine(folder.FullName, PictureName),
            "TeamCatcher: with and without the agent mask (seed 1)",
            $"targets caught of {TeamField.Targets}, mean of the last {TeamTraining.Options.RecentEpisodes} episodes",
            TeamField.Targets,
            runs[0]
        );
    }

    private static TrainingRun[] Train(int seed, int steps, int threads, IAnsiConsole console, CancellationToken cancellationToken)
    {
        List<ITrainer> trainers = [];
        try
        {
            foreach (Variant variant in Variant.All)
            {
                manual_seed(seed);
                trainers.Add(TeamTraining.CreateTrainer(variant, TeamTraining.Options with { Seed = seed }, threads: 1));
            }

            TrainingRun[] runs = [.. Variant.All.Zip(trainers, (variant, trainer) => new TrainingRun(variant.Name, trainer))];
            new TrainingDisplay(console, new ParallelRuns(runs, steps, threads), TeamField.Targets).Run(cancellationToken);
            return runs;
        }
        finally
        {
            trainers.ForEach(trainer => trainer.Dispose());
        }
    }

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F0} %");
}
