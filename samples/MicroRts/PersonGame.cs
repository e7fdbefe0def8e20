using Masking.Samples.MicroRts.Engine;
using Spectre.Console;

namespace Masking.Samples.MicroRts;

/// <summary>A game of a person.</summary>
public static class PersonGame
{
    /// <summary>Plays a game until it is over or the person leaves.</summary>
    /// <param name="match">The game, with a <see cref="PersonPlayer"/>.</param>
    /// <param name="person">The side of the person, 0 or 1.</param>
    /// <param name="console">The console that shows the result.</param>
    public static void Play(Match match, int person, IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(match);
        ArgumentNullException.ThrowIfNull(console);
        try
        {
            while (!match.IsOver)
            {
                match.Step();
            }
        }
        catch (OperationCanceledException)
        {
            console.WriteLine("You left the game.");
            return;
        }

        GameState end = match.State;
        console.MarkupLine(GameDrawing.Render(end));
        console.WriteLine(end.Winner < 0
            ? $"A draw: nobody has won after {end.Time} cycles."
            : end.Winner == person
                ? $"You have won after {end.Time} cycles."
                : $"You have lost after {end.Time} cycles.");
    }
}
