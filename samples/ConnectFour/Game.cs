using System.Globalization;
using Spectre.Console;

namespace Masking.Samples.ConnectFour;

/// <summary>A game of a person against an agent, on a terminal.</summary>
/// <param name="agent">The agent; it plays what it finds most probable.</param>
/// <param name="console">Where the game is shown.</param>
/// <param name="input">What the person types: a line is a move.</param>
public sealed class Game(Agent agent, IAnsiConsole console, TextReader input)
{
    private Position _position;
    private bool _personBegan;
    private Thoughts? _thoughts;

    /// <summary>Plays to the end, or until the person leaves.</summary>
    /// <param name="cancellationToken">Ends the game early.</param>
    public void Play(CancellationToken cancellationToken)
    {
        if (Ask("Do you begin? (y/n) ", Begins, "y or n", cancellationToken) is not { } begins)
        {
            return;
        }

        _personBegan = begins;
        while (!_position.IsOver)
        {
            if (_position.IsFirstToMove != _personBegan)
            {
                _thoughts = agent.Think(_position);
                _position = _position.Play(_thoughts.Best);
                continue;
            }

            Show();
            if (Ask("Your column: ", LegalColumn, Legal(), cancellationToken) is not { } column)
            {
                return;
            }

            _position = _position.Play(column);
        }

        Show();
        console.MarkupLine(Verdict());
    }

    private static bool? Begins(string answer) => answer switch
    {
        "y" or "Y" or "yes" => true,
        "n" or "N" or "no" => false,
        _ => null,
    };

    private Column? LegalColumn(string answer) =>
        int.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && number is >= 1 and <= Position.Columns
        && _position.IsLegal((Column)(number - 1))
            ? (Column)(number - 1)
            : null;

    private string Legal() =>
        $"the number of a column that is not full ({string.Join(", ", _position.LegalColumns.Select(column => (int)column + 1))})";

    /// <summary>Asks until the answer is one.</summary>
    /// <returns>Null when there is none, because the person leaves.</returns>
    private T? Ask<T>(string question, Func<string, T?> read, string expected, CancellationToken cancellationToken) where T : struct
    {
        while (true)
        {
            console.Markup(question);
            if (ReadLine(cancellationToken) is not { } answer || answer is "q" or "quit")
            {
                console.MarkupLine("You left the game.");
                return null;
            }

            if (read(answer) is { } value)
            {
                return value;
            }

            console.MarkupLine($"[orange1]Expected {expected}, or q to leave, got '{Markup.Escape(answer)}'.[/]");
        }
    }

    /// <summary>
    /// What the person types; null at the end of the input. Reading a console cannot be cancelled, but need not be waited for.
    /// </summary>
    private string? ReadLine(CancellationToken cancellationToken)
    {
        Task<string?> line = Task.Run(input.ReadLine, CancellationToken.None);
        int first = WaitHandle.WaitAny([((IAsyncResult)line).AsyncWaitHandle, cancellationToken.WaitHandle]);
        return first == 0 ? line.Result?.Trim() : null;
    }

    private void Show()
    {
        if (console.Profile.Out.IsTerminal)
        {
            console.Clear(home: true);
        }

        (string person, string agentsDisc) = _personBegan
            ? (BoardDrawing.First, BoardDrawing.Second)
            : (BoardDrawing.Second, BoardDrawing.First);
        console.MarkupLine($"  [bold]Connect Four[/]   you {person}   the agent {agentsDisc}   [grey]q leaves[/]");
        console.WriteLine();
        console.MarkupLine(BoardDrawing.Of(_position));
        if (_thoughts is not null)
        {
            console.MarkupLine(BoardDrawing.Of(_thoughts));
            console.MarkupLine(
                $"  The agent played [bold]{(int)_thoughts.Best + 1}[/]; its value was {BoardDrawing.Expectation(_thoughts.Value)}."
            );
        }

        console.WriteLine();
    }

    private string Verdict() => !_position.IsWon
        ? "[bold]A draw: the board is full.[/]"
        : _position.IsFirstToMove == _personBegan
            ? $"[bold red1]The agent has won, after {_position.Discs} moves.[/]"
            : $"[bold green3]You have won, after {_position.Discs} moves.[/]";
}
