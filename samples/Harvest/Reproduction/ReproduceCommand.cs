using System.CommandLine;
using Masking.Training.CommandLine;
using Spectre.Console;

namespace Masking.Samples.Harvest;

/// <summary>The subcommand that trains the whole table.</summary>
public static class ReproduceCommand
{
    private const int MaxSteps = 1_000_000_000;
    private const int DefaultSteps = 65_536;
    private const string PictureName = "learning-curves.png";
    private const string PageName = "results.md";

    /// <summary>Creates the subcommand <c>reproduce</c>.</summary>
    public static Command Create()
    {
        Option<int[]> sizes = CommandOptions.IntegerListOption(
            "--sizes",
            4,
            64,
            [4, 8, 16, 24],
            "The numbers of rows and columns of the boards."
        );
        Option<string[]> regimes = CommandOptions.ChoiceListOption(
            "--regimes",
            "The masks or penalties that the agents are trained with.",
            [.. Regime.All.Select(regime => regime.Name)]
        );
        Option<int[]> seeds = CommandOptions.IntegerListOption("--seeds", 0, int.MaxValue, [1, 2, 3], "The seeds of the trainings.");
        Option<int> steps = CommandOptions.IntegerOption(
            "--steps",
            1,
            MaxSteps,
            DefaultSteps,
            "The length of each training in environment steps."
        );
        Option<int> threads = CommandOptions.IntegerOption(
            "--threads",
            1,
            1024,
            Math.Min(2, Environment.ProcessorCount),
            "The number of trainings that run at the same time. The results do not depend on it."
        );
        Option<DirectoryInfo> folder = new("--out")
        {
            Description = "The folder of the table; created if it does not exist. Completed trainings in it are not repeated.",
            HelpName = "folder",
            DefaultValueFactory = _ => new DirectoryInfo(Path.Combine("runs", "harvest-reproduce")),
        };
        Command command = new("reproduce", $"Trains every regime on every size with every seed, and writes {PageName} and {PictureName}. "
            + "It can be stopped at any time, with Ctrl-C or by force. The same command resumes it.")
        {
            sizes, regimes, seeds, steps, threads, folder,
        };
        command.SetAction(
            (parsed, token) =>
                Task.Run(
                    () =>
                        Run(
                            new HarvestTable(
                                parsed.GetRequiredValue(sizes),
                                [.. parsed.GetRequiredValue(regimes).Select(Regime.FromName)],
                                parsed.GetRequiredValue(seeds),
                                parsed.GetValue(steps)
                            ),
                            parsed.GetRequiredValue(folder),
                            parsed.GetValue(threads),
                            parsed.InvocationConfiguration.Output,
                            token
                        ),
                    CancellationToken.None
                )
        );
        return command;
    }

    private static int Run(HarvestTable table, DirectoryInfo folder, int threads, TextWriter output, CancellationToken cancellationToken)
    {
        using TableRun run = new(table, folder);
        if (run.Results.Count > 0)
        {
            output.WriteLine($"{run.Results.Count} of {table.Cells.Count} trainings are already done in {folder.FullName}");
        }

        new TableDisplay(CommandHost.CreateConsole(output), run).Run(threads, cancellationToken);
        if (run.Results.Count < table.Cells.Count)
        {
            output.WriteLine(
                $"Stopped early: {run.Results.Count} of {table.Cells.Count} trainings are done. The same command resumes {folder.FullName}"
            );
            return CommandHost.InterruptedExitCode;
        }

        TableResults results = new(table, run.Results);
        LearningCurvesFigure.Save(Path.Combine(folder.FullName, PictureName), results);
        File.WriteAllText(Path.Combine(folder.FullName, PageName), ResultsPage.Of(results, PictureName));
        foreach (Finding finding in Findings.Of(results))
        {
            output.WriteLine(finding);
        }

        output.WriteLine($"{PageName} and {PictureName}: {folder.FullName}");
        return 0;
    }
}
