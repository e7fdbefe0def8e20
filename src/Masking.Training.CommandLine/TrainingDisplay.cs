using Spectre.Console;

namespace Masking.Training.CommandLine;

/// <summary>Runs trainings and shows their progress: a live table on a terminal, a line of text at intervals elsewhere.</summary>
/// <param name="console">The console.</param>
/// <param name="trainings">The trainings.</param>
/// <param name="bestReturn">The highest possible return, which the table is scaled to.</param>
public sealed class TrainingDisplay(IAnsiConsole console, ParallelRuns trainings, double bestReturn)
{
    /// <summary>Returns a few words that are shown with the progress; null or empty shows none.</summary>
    internal Func<string?> Status { get; init; } = () => null;

    /// <summary>Shows the messages that came since the last call.</summary>
    internal Action FlushMessages { get; init; } = () => { };

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

    private void RunTable(TrainingTable table, CancellationToken cancellationToken) => console.Live(table.Render()).Start(live =>
    {
        bool isUnfinished;
        do
        {
            isUnfinished = trainings.Advance(cancellationToken);
            FlushMessages();
            live.UpdateTarget(table.Render());
        }
        while (isUnfinished);
    });

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
