using Masking.Training.CommandLine;
using Spectre.Console;

namespace Masking.Samples.MicroRts;

/// <summary>Shows a game on a console: updated in place on a terminal, one frame below the other elsewhere.</summary>
/// <param name="match">The game.</param>
/// <param name="console">The console.</param>
public sealed class GameScreen(Match match, IAnsiConsole console)
{
    /// <summary>The number of cycles between frames. Workers move once in this time.</summary>
    private const int CyclesPerFrame = 10;

    private static readonly TimeSpan TimePerFrame = TimeSpan.FromMilliseconds(150);

    /// <summary>Plays the game to its end.</summary>
    /// <param name="cancellationToken">Ends the game early.</param>
    public void Play(CancellationToken cancellationToken)
    {
        if (!TrainingDisplay.IsLive(console))
        {
            foreach (string frame in Frames(cancellationToken))
            {
                console.Write(new Markup(frame));
                console.WriteLine();
                console.WriteLine();
            }
        }
        else
        {
            console.Live(new Markup("")).Start(live =>
            {
                foreach (string frame in Frames(cancellationToken))
                {
                    live.UpdateTarget(new Markup(frame));
                    cancellationToken.WaitHandle.WaitOne(TimePerFrame);
                }
            });
        }

        console.WriteLine(match.State.Winner >= 0
            ? $"Player {match.State.Winner} has won after {match.State.Time} cycles."
            : $"Nobody has won after {match.State.Time} cycles.");
    }

    private IEnumerable<string> Frames(CancellationToken cancellationToken)
    {
        yield return GameDrawing.Render(match.State);
        while (!match.IsOver && !cancellationToken.IsCancellationRequested)
        {
            match.Step();
            if (match.State.Time % CyclesPerFrame == 0 || match.IsOver)
            {
                yield return GameDrawing.Render(match.State);
            }
        }
    }
}
