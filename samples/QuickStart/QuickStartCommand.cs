using System.CommandLine;
using Masking.Training;
using Masking.Training.CommandLine;
using Spectre.Console;

namespace Masking.Samples.QuickStart;

/// <summary>The command line of the quick start.</summary>
public static class QuickStartCommand
{
    private const int DefaultSteps = 32768;
    private const int MaxSteps = 1_000_000_000;
    private const string PictureName = "learning-curves.png";

    private static readonly Option<int> Steps = CommandOptions.IntegerOption("--steps", 1, MaxSteps, DefaultSteps,
        $"The length of each of the two trainings in environment steps, rounded up to a multiple of {Comparison.StepsPerUpdate}.");

    private static readonly Option<int> Seed = CommandOptions.IntegerOption("--seed", 0, int.MaxValue, 1,
        "The seed of both trainings. The same seed gives the same results, on any number of threads.");

    private static readonly Option<int> Threads = CommandOptions.IntegerOption(
        "--threads",
        1,
        int.MaxValue,
        Math.Min(2, Environment.ProcessorCount),
        "With 1 the two trainings take turns, with 2 they run at the same time. More threads are not used."
    );

    private static readonly Option<DirectoryInfo> Out = new("--out")
    {
        Description = $"The folder for {PictureName}; created if it does not exist.",
        HelpName = "folder",
        DefaultValueFactory = _ => new DirectoryInfo(Directory.GetCurrentDirectory()),
    };

    /// <summary>Parses the arguments and runs the quick start.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">The writer for output.</param>
    /// <param name="error">The writer for error messages.</param>
    /// <param name="cancellationToken">Stops the run early, like Ctrl-C.</param>
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
                + "Ctrl-C stops the trainings early; the results so far are reported and drawn, "
                + $"with exit code {CommandHost.InterruptedExitCode}. Invalid options give exit code {CommandHost.UsageErrorExitCode}."
        );
        command.Options.Add(Steps);
        command.Options.Add(Seed);
        command.Options.Add(Threads);
        command.Options.Add(Out);
        command.SetAction((parsed, token) => Task.Run(() => Train(parsed, output, error, token), CancellationToken.None));

        return await CommandHost.RunAsync(command, args, output, error, cancellationToken);
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
            error.WriteLine($"--out: cannot create the folder {folder.FullName}: {exception.Message}");
            return CommandHost.UsageErrorExitCode;
        }

        using Comparison comparison = new(parsed.GetValue(Seed));
        ParallelRuns trainings = new([comparison.Masked, comparison.Unmasked], parsed.GetValue(Steps), parsed.GetValue(Threads));
        IAnsiConsole console = CommandHost.CreateConsole(output);
        new TrainingDisplay(console, trainings, HarvestField.BestReturn).Run(cancellationToken);

        int episodes = comparison.Options.RecentEpisodes;
        if (cancellationToken.IsCancellationRequested)
        {
            output.WriteLine(
                $"Stopped early, after {string.Join(" and ", trainings.Runs.Select(run => $"{run.Progress.EnvironmentSteps:N0}"))} "
                    + $"of {trainings.EnvironmentSteps:N0} steps."
            );
        }

        output.WriteLine($"Mean return of the last {episodes} episodes: {string.Join(", ", trainings.Runs.Select(DescribeReturn))}");
        string picture = Path.Combine(folder.FullName, PictureName);
        try
        {
            LearningCurvePlot.Save(picture, "MiniHarvest 8×8: the same agent, with and without action masks",
                $"mean return of the last {episodes} episodes", HarvestField.BestReturn, trainings.Runs);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"cannot write {picture}: {exception.Message}");
            return CommandHost.FailureExitCode;
        }

        string remark = LearningCurvePlot.HasFonts ? "" : " (without text, because this machine has no fonts)";
        output.WriteLine($"Learning curves: {picture}{remark}");
        return cancellationToken.IsCancellationRequested ? CommandHost.InterruptedExitCode : 0;
    }

    private static string DescribeReturn(TrainingRun run) => run.Progress.MeanReturn is { } mean
        ? $"{run.Label} {mean:F1} of {HarvestField.BestReturn}"
        : $"{run.Label} has finished no episode";
}
