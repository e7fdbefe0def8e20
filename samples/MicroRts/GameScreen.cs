using Masking.Training.CommandLine;
using Spectre.Console;

namespace Masking.Samples.MicroRts;

/// <summary>Shows a game on a console: updated in place on a terminal, one frame below the other elsewhere.</summary>
/// <param name="match">The game.</param>
/// <param name="console">The console.</param>
public sealed class GameScreen(Match match, IAnsiConsole console)
{
    private static readonly TimeSpan TimePerFrame = TimeSpan.FromMilliseconds(150);

    /// <summary>Plays the game to its end.</summary>
    /// <param name="cancellationToken">Ends the game early.</param>
    public void Play(CancellationToken cancellationToken)
    {
        if (!TrainingDisplay.IsLive(console))
        {
            foreach (string frame in match.Frames(cancellationToken))
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
                foreach (string frame in match.Frames(cancellationToken))
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
}
