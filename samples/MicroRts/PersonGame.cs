using Masking.Samples.MicroRts.Engine;
using Spectre.Console;

namespace Masking.Samples.MicroRts;

/// <summary>A game of a person.</summary>
public static class PersonGame
{
    private static readonly TimeSpan TimePerFrame = TimeSpan.FromMilliseconds(100);

    /// <summary>Plays a game until it is over or the person leaves. What happens between two orders of the person is shown.</summary>
    /// <param name="match">The game, with a <see cref="PersonPlayer"/>.</param>
    /// <param name="person">The side of the person, 0 or 1.</param>
    /// <param name="console">The console that shows the game and its result.</param>
    /// <param name="cancellationToken">Ends the game early.</param>
    public static void Play(Match match, int person, IAnsiConsole console, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(match);
        ArgumentNullException.ThrowIfNull(console);
        try
        {
            while (!match.IsOver)
            {
                match.Step();
                if (match.State.Time % Match.CyclesPerFrame == 0 && !match.State.HasFreeUnit(person))
                {
                    console.Clear(home: true);
                    console.MarkupLine(GameDrawing.Render(match.State));
                    cancellationToken.WaitHandle.WaitOne(TimePerFrame);
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // A list that is interrupted leaves the cursor hidden, at the end of its last line.
            console.Cursor.Show();
            console.WriteLine();
            console.WriteLine("You left the game.");
            return;
        }

        GameState end = match.State;
        console.WriteLine();
        console.MarkupLine(GameDrawing.Render(end));
        console.WriteLine(end.Winner < 0
            ? $"A draw: nobody has won after {end.Time} cycles."
            : end.Winner == person
                ? $"You have won after {end.Time} cycles."
                : $"You have lost after {end.Time} cycles.");
    }
}
