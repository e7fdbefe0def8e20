using Spectre.Console;
using Spectre.Console.Rendering;

namespace Masking.Training.CommandLine;

/// <summary>Runs trainings and shows their progress: a live table on a terminal, a line of text at intervals elsewhere.</summary>
/// <param name="console">The console.</param>
/// <param name="trainings">The trainings.</param>
/// <param name="bestReturn">The highest possible return, which the table is scaled to.</param>
public sealed class TrainingDisplay(IAnsiConsole console, ParallelRuns trainings, double bestReturn)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Returns a few words that are shown with the progress; null or empty shows none.</summary>
    internal Func<string?> Status { get; init; } = () => null;

    /// <summary>Messages that a live table shows; null shows none.</summary>
    internal RunMessages? Messages { get; init; }

    /// <summary>Runs the trainings to the end.</summary>
    /// <param name="cancellationToken">Stops the trainings early; the updates made so far are kept.</param>
    public void Run(CancellationToken cancellationToken)
    {
        if (IsLive(console))
        {
            RunTable(new TrainingTable(trainings, bestReturn, console.Profile.Capabilities.Unicode, Status), cancellationToken);
        }
        else
        {
            RunLines(new TrainingLines(trainings, bestReturn, Status), cancellationToken);
        }
    }

    /// <summary>Returns whether a console supports output that is updated in place.</summary>
    /// <param name="console">The console.</param>
    public static bool IsLive(IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(console);
        return console.Profile is { Out.IsTerminal: true, Capabilities: { Ansi: true, Interactive: true } };
    }

    private void RunTable(TrainingTable table, CancellationToken cancellationToken)
    {
        console.Live(Render()).Start(live =>
        {
            live.Refresh();
            bool isUnfinished;
            do
            {
                // The table is also updated during an update, which may wait for workers.
                Task<bool> advance = Task.Run(() => trainings.Advance(cancellationToken), CancellationToken.None);
                while (Task.WaitAny([advance], Interval) < 0)
                {
                    live.UpdateTarget(Render());
                }

                isUnfinished = advance.GetAwaiter().GetResult();
                live.UpdateTarget(Render());
            }
            while (isUnfinished);
            live.UpdateTarget(table.Render());
        });
        Messages?.WriteAll();

        IRenderable Render() => new Rows(
            [table.Render(), .. (Messages?.Recent ?? []).Select(message => new Text(message, new Style(Color.Grey)))]);
    }

    private void RunLines(TrainingLines lines, CancellationToken cancellationToken)
    {
        bool isUnfinished;
        do
        {
            isUnfinished = trainings.Advance(cancellationToken);
            foreach (string line in lines.Next())
            {
                // Not console.WriteLine, which wraps lines at 80 columns even in a file.
                console.Profile.Out.Writer.WriteLine(line);
            }
        }
        while (isUnfinished);
    }
}
