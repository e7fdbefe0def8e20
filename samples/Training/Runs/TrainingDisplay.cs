using Spectre.Console;

namespace Masking.Samples.Training;

/// <summary>Shows trainings while they run: a table that lives on a terminal, a line now and then elsewhere.</summary>
/// <param name="console">Where to show them.</param>
/// <param name="trainings">What runs.</param>
/// <param name="bestReturn">The return that cannot be exceeded, which bars are scaled to.</param>
public sealed class TrainingDisplay(IAnsiConsole console, SideBySide trainings, double bestReturn)
{
    /// <summary>Trains to the end.</summary>
    /// <param name="cancellationToken">Ends the training early: what has been learned so far is kept.</param>
    public void Run(CancellationToken cancellationToken)
    {
        if (IsLive(console))
        {
            RunTable(new TrainingTable(trainings, bestReturn, console.Profile.Capabilities.Unicode), cancellationToken);
        }
        else
        {
            RunLines(new TrainingLines(trainings, bestReturn), cancellationToken);
        }
    }

    /// <summary>Whether what is shown can be replaced.</summary>
    /// <param name="console">Where it is shown.</param>
    public static bool IsLive(IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(console);
        return console.Profile is { Out.IsTerminal: true, Capabilities: { Ansi: true, Interactive: true } };
    }

    private void RunTable(TrainingTable table, CancellationToken cancellationToken) => console.Live(table.Render()).Start(live =>
    {
        bool goesOn;
        do
        {
            goesOn = trainings.Advance(cancellationToken);
            live.UpdateTarget(table.Render());
        }
        while (goesOn);
    });

    private void RunLines(TrainingLines lines, CancellationToken cancellationToken)
    {
        bool goesOn;
        do
        {
            goesOn = trainings.Advance(cancellationToken);
            foreach (string line in lines.Next())
            {
                // Not console.WriteLine, which breaks lines at a width that a file does not have.
                console.Profile.Out.Writer.WriteLine(line);
            }
        }
        while (goesOn);
    }
}
