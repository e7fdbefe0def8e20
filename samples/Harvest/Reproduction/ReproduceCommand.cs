using System.CommandLine;
using Masking.Samples.Training;
using Spectre.Console;

namespace Masking.Samples.Harvest;

/// <summary>The command line of the whole table.</summary>
public static class ReproduceCommand
{
    private const int MostSteps = 1_000_000_000;
    private const int DefaultSteps = 65_536;
    private const string PictureName = "learning-curves.png";
    private const string PageName = "results.md";

    /// <summary>The command: <c>reproduce</c>.</summary>
    public static Command Create()
    {
        Option<int[]> sizes = CommandLine.WholeNumbers("--sizes", 4, 64, [4, 8, 16, 24], "Rows and columns of the boards.");
        Option<string[]> regimes = CommandLine.SomeOf(
            "--regimes",
            "What the agents are told about what is legal.",
            [.. Regime.All.Select(regime => regime.Name)]
        );
        Option<int[]> seeds = CommandLine.WholeNumbers("--seeds", 0, int.MaxValue, [1, 2, 3], "The seeds.");
        Option<int> steps = CommandLine.WholeNumber(
            "--steps",
            1,
            MostSteps,
            DefaultSteps,
            "How long each training takes, in environment steps."
        );
        Option<int> threads = CommandLine.WholeNumber(
            "--threads",
            1,
            1024,
            Math.Min(2, Environment.ProcessorCount),
            "The trainings that run at the same time; the results are the same with any number."
        );
        Option<DirectoryInfo> folder = new("--out")
        {
            Description = "The folder of the table; made if there is none. What is done in it is not done again.",
            HelpName = "folder",
            DefaultValueFactory = _ => new DirectoryInfo(Path.Combine("runs", "harvest-reproduce")),
        };
        Command command = new("reproduce", $"Trains every regime on every size with every seed, and writes {PageName} and {PictureName}. "
            + "It may be stopped at any moment, by Ctrl-C or by force: the same command goes on.")
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
                                [.. parsed.GetRequiredValue(regimes).Select(Regime.Of)],
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
            output.WriteLine($"{run.Results.Count} of {table.Cells.Count} trainings are done already, in {folder.FullName}");
        }

        new TableDisplay(CommandLine.ConsoleOn(output), run).Run(threads, cancellationToken);
        if (run.Results.Count < table.Cells.Count)
        {
            output.WriteLine(
                $"Stopped early: {run.Results.Count} of {table.Cells.Count} trainings are done. The same command goes on with {folder.FullName}"
            );
            return CommandLine.Interrupted;
        }

        TableResults results = new(table, run.Results);
        CurvesFigure.Save(Path.Combine(folder.FullName, PictureName), results);
        File.WriteAllText(Path.Combine(folder.FullName, PageName), ResultsPage.Of(results, PictureName));
        foreach (Finding finding in Findings.Of(results))
        {
            output.WriteLine(finding);
        }

        output.WriteLine($"{PageName} and {PictureName}: {folder.FullName}");
        return 0;
    }
}
