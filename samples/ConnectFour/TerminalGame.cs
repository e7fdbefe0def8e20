using System.Globalization;
using Spectre.Console;

namespace Masking.Samples.ConnectFour;

/// <summary>A game between a person and an agent on a terminal.</summary>
/// <param name="player">The exported agent, which always plays its most probable move.</param>
/// <param name="console">The console that shows the game.</param>
/// <param name="input">The input of the person, one line per move.</param>
public sealed class TerminalGame(ConnectFourPolicy.Player player, IAnsiConsole console, TextReader input)
{
    private Position _position;
    private bool _personBegins;
    private (Column Move, float Value)? _answer;

    /// <summary>Plays until the game is over or the person leaves.</summary>
    /// <param name="cancellationToken">Ends the game early.</param>
    public void Play(CancellationToken cancellationToken)
    {
        if (Ask("Do you move first? (y/n) ", ParseYesNo, "y or n", cancellationToken) is not { } personBegins)
        {
            return;
        }

        _personBegins = personBegins;
        while (!_position.IsOver)
        {
            if (_position.IsFirstToMove != _personBegins)
            {
                _answer = Answer(player, _position);
                _position = _position.Play(_answer.Value.Move);
                continue;
            }

            Show();
            if (Ask("Your column: ", ParseColumn, ExpectedColumns(), cancellationToken) is not { } column)
            {
                return;
            }

            _position = _position.Play(column);
        }

        Show();
        console.MarkupLine(ResultText());
    }

    /// <summary>Returns the most probable move of an agent in a position, and its value.</summary>
    /// <param name="player">The agent.</param>
    /// <param name="position">A position in which the game is not over.</param>
    public static (Column Move, float Value) Answer(ConnectFourPolicy.Player player, Position position)
    {
        ArgumentNullException.ThrowIfNull(player);
        position.WriteTo(player.Board(0), player.MoveMask(0));
        player.ActGreedily();
        return (player.MoveAt(0), player.Value(0));
    }

    private static bool? ParseYesNo(string answer) => answer switch
    {
        "y" or "Y" or "yes" => true,
        "n" or "N" or "no" => false,
        _ => null,
    };

    private Column? ParseColumn(string answer) =>
        int.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && number is >= 1 and <= Position.Columns
        && _position.IsLegal((Column)(number - 1))
            ? (Column)(number - 1)
            : null;

    private string ExpectedColumns() =>
        $"the number of a column that is not full ({string.Join(", ", _position.LegalColumns.Select(column => (int)column + 1))})";

    /// <summary>Asks until the answer is valid.</summary>
    /// <returns>The answer; null if the person leaves the game.</returns>
    private T? Ask<T>(string question, Func<string, T?> parse, string expected, CancellationToken cancellationToken) where T : struct
    {
        while (true)
        {
            console.Markup(question);
            if (ReadLine(cancellationToken) is not { } answer || answer is "q" or "quit")
            {
                console.MarkupLine("You left the game.");
                return null;
            }

            if (parse(answer) is { } value)
            {
                return value;
            }

            console.MarkupLine($"[orange1]Expected {expected}, or q to leave, got '{Markup.Escape(answer)}'.[/]");
        }
    }

    /// <summary>
    /// Reads a line of input; null at the end of the input or on cancellation. Reading from a console cannot be canceled, so a canceled
    /// game stops waiting for it.
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

        (string personDisc, string agentDisc) = _personBegins
            ? (BoardDrawing.First, BoardDrawing.Second)
            : (BoardDrawing.Second, BoardDrawing.First);
        console.MarkupLine($"  [bold]Connect Four[/]   you {personDisc}   the agent {agentDisc}   [grey]q leaves[/]");
        console.WriteLine();
        console.MarkupLine(BoardDrawing.Render(_position));
        if (_answer is { } answer)
        {
            console.MarkupLine(
                $"  The agent played [bold]{(int)answer.Move + 1}[/]; its value was {BoardDrawing.DescribeValue(answer.Value)}.");
        }

        console.WriteLine();
    }

    private string ResultText() => !_position.IsWon
        ? "[bold]A draw: the board is full.[/]"
        : _position.IsFirstToMove == _personBegins
            ? $"[bold red1]The agent has won, after {_position.Discs} moves.[/]"
            : $"[bold green3]You have won, after {_position.Discs} moves.[/]";
}
