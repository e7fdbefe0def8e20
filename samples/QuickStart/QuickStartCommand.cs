using System.CommandLine;
using Masking.Samples.Training;
using Spectre.Console;

namespace Masking.Samples.QuickStart;

/// <summary>The command line of the quick start.</summary>
public static class QuickStartCommand
{
    private const int DefaultSteps = 32768;
    private const int MostSteps = 1_000_000_000;
    private const string PictureName = "learning-curves.png";

    private static readonly Option<int> Steps = CommandLine.WholeNumber("--steps", 1, MostSteps, DefaultSteps,
        $"How long each of the two trains, in environment steps; rounded up to a multiple of {Comparison.StepsPerUpdate}.");

    private static readonly Option<int> Seed = CommandLine.WholeNumber("--seed", 0, int.MaxValue, 1,
        "The same seed gives the same two courses, on any number of threads.");

    private static readonly Option<int> Threads = CommandLine.WholeNumber(
        "--threads",
        1,
        int.MaxValue,
        Math.Min(2, Environment.ProcessorCount),
        "With 1 the two take turns, with 2 they train at the same time; more are not needed."
    );

    private static readonly Option<DirectoryInfo> Out = new("--out")
    {
        Description = $"The folder for {PictureName}; made if there is none.",
        HelpName = "folder",
        DefaultValueFactory = _ => new DirectoryInfo(Directory.GetCurrentDirectory()),
    };

    /// <summary>Parses the arguments and does what they ask for.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Where to write.</param>
    /// <param name="error">Where to write what went wrong.</param>
    /// <param name="cancellationToken">Ends the run early, as Ctrl-C does.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        string[] args,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken = default
    )
    {
        RootCommand command = new(
            "Trains the same agent with and without action masks in MiniHarvest, and draws both learning curves. "
                + $"Ctrl-C ends it early: it then reports and draws what there is, with exit code {CommandLine.Interrupted}. Wrong options give exit code {CommandLine.WrongOptions}."
        );
        command.Options.Add(Steps);
        command.Options.Add(Seed);
        command.Options.Add(Threads);
        command.Options.Add(Out);
        command.SetAction((parsed, token) => Task.Run(() => Train(parsed, output, error, token), CancellationToken.None));

        return await CommandLine.RunAsync(command, args, output, error, cancellationToken);
    }

    private static int Train(ParseResult parsed, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        DirectoryInfo folder = parsed.GetRequiredValue(Out);
        try
        {
            folder.Create();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"--out: cannot make the folder {folder.FullName}: {exception.Message}");
            return CommandLine.WrongOptions;
        }

        using Comparison comparison = new(parsed.GetValue(Seed));
        SideBySide trainings = new([comparison.Masked, comparison.Unmasked], parsed.GetValue(Steps), parsed.GetValue(Threads));
        IAnsiConsole console = CommandLine.ConsoleOn(output);
        new TrainingDisplay(console, trainings, HarvestField.BestReturn).Run(cancellationToken);

        int episodes = comparison.Options.RecentEpisodes;
        if (cancellationToken.IsCancellationRequested)
        {
            output.WriteLine(
                $"Stopped early, after {string.Join(" and ", trainings.Runs.Select(run => $"{run.Progress.EnvironmentSteps:N0}"))} of {trainings.EnvironmentSteps:N0} steps."
            );
        }

        output.WriteLine($"Mean return of the last {episodes} episodes: {string.Join(", ", trainings.Runs.Select(Outcome))}");
        string picture = Path.Combine(folder.FullName, PictureName);
        try
        {
            LearningCurvePlot.Save(picture, "MiniHarvest 8×8: the same agent, with and without action masks",
                $"mean return of the last {episodes} episodes", HarvestField.BestReturn, trainings.Runs);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"cannot write {picture}: {exception.Message}");
            return CommandLine.Failed;
        }

        output.WriteLine($"Learning curves: {picture}{(LearningCurvePlot.HasFonts ? "" : " (without words: this machine has no fonts)")}");
        return cancellationToken.IsCancellationRequested ? CommandLine.Interrupted : 0;
    }

    private static string Outcome(TrainingRun run) => run.Progress.MeanReturn is { } mean
        ? $"{run.Label} {mean:F1} of {HarvestField.BestReturn}"
        : $"{run.Label} has finished none";
}
