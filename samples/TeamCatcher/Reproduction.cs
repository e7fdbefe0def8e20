using System.CommandLine;
using System.Globalization;
using Masking.Samples.Training;
using Spectre.Console;
using static TorchSharp.torch;

namespace Masking.Samples.TeamCatcher;

/// <summary>Trains all variants over several seeds, and writes the table and the picture of the README.</summary>
public static class Reproduction
{
    private const int MostSteps = 1_000_000_000;
    private const int MostSeeds = 100;
    private const string PictureName = "learning-curves.png";
    private const string TableName = "results.md";

    private static readonly Option<int> Steps = CommandLine.WholeNumber(
        "--steps",
        1,
        MostSteps,
        TeamTraining.DefaultSteps,
        "How long each one trains, in environment steps."
    );

    private static readonly Option<int> Seeds = CommandLine.WholeNumber("--seeds", 1, MostSeeds, 3, "The number of seeds, from 1 on.");

    private static readonly Option<int> Threads = CommandLine.WholeNumber(
        "--threads",
        1,
        int.MaxValue,
        Environment.ProcessorCount,
        "How many train at the same time."
    );

    private static readonly Option<DirectoryInfo> Out = new("--out")
    {
        Description = $"The folder for {TableName} and {PictureName}; made if there is none.",
        HelpName = "folder",
        DefaultValueFactory = _ => new DirectoryInfo(Path.Combine("runs", "team-catcher-reproduction")),
    };

    /// <summary>The command <c>reproduce</c>.</summary>
    public static Command Command()
    {
        Command command = new(
            "reproduce",
            $"Trains with and without the agent mask, by the ratio of the joint action and by each agent's, and writes {TableName} and {PictureName}."
        );
        command.Options.Add(Steps);
        command.Options.Add(Seeds);
        command.Options.Add(Threads);
        command.Options.Add(Out);
        command.SetAction((parsed, token) => Task.Run(() => Reproduce(parsed, token), CancellationToken.None));
        return command;
    }

    /// <summary>The share of targets caught: a row for each variant, a column for each seed, and the mean.</summary>
    /// <param name="runs">The trainings of each seed, in the order of <see cref="Variant.All"/>.</param>
    public static string Table(IReadOnlyList<IReadOnlyList<TrainingRun>> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        IEnumerable<string> rows = Variant.All.Select(
            (variant, row) =>
            {
                double[] shares = [.. runs.Select(ofSeed => TeamTraining.ShareCaught(ofSeed[row].Progress) ?? 0)];
                return Row([
                    variant.HasAgentMask ? "yes" : "no",
                    variant.RatioOf == RatioOf.JointAction ? "joint" : "agent",
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
        using RunLock held = RunLock.Take(folder);

        // Sums must not depend on the number of threads that share a product.
        set_num_threads(1);
        IAnsiConsole console = CommandLine.ConsoleOn(output);
        List<TrainingRun[]> runs = [];
        for (int seed = 1; seed <= parsed.GetValue(Seeds); seed++)
        {
            output.WriteLine($"Seed {seed}:");
            TrainingRun[] ofSeed = Train(seed, parsed.GetValue(Steps), parsed.GetValue(Threads), console, cancellationToken);
            if (cancellationToken.IsCancellationRequested)
            {
                output.WriteLine($"Stopped early: table and learning curves are of the {runs.Count} seeds before.");
                return CommandLine.Interrupted;
            }

            runs.Add(ofSeed);
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
                trainers.Add(TeamTraining.Begin(variant, TeamTraining.Options with { Seed = seed }, threads: 1));
            }

            TrainingRun[] runs = [.. Variant.All.Zip(trainers, (variant, trainer) => new TrainingRun(variant.Name, trainer))];
            new TrainingDisplay(console, new SideBySide(runs, steps, threads), TeamField.Targets).Run(cancellationToken);
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
