using System.Globalization;
using Spectre.Console;

namespace Masking.Samples.ConnectFour;

/// <summary>A game between a person and an agent on a terminal.</summary>
/// <param name="agent">The agent, which always plays its most probable move.</param>
/// <param name="console">The console that shows the game.</param>
/// <param name="input">The input of the person, one line per move.</param>
public sealed class TerminalGame(Agent agent, IAnsiConsole console, TextReader input)
{
    private Position _position;
    private bool _personBegins;
    private PositionEvaluation? _evaluation;

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
                _evaluation = agent.Evaluate(_position);
                _position = _position.Play(_evaluation.BestMove);
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
        if (_evaluation is not null)
        {
            console.MarkupLine(BoardDrawing.Render(_evaluation));
            console.MarkupLine(
                $"  The agent played [bold]{(int)_evaluation.BestMove + 1}[/]; "
                    + $"its value was {BoardDrawing.DescribeValue(_evaluation.Value)}."
            );
        }

        console.WriteLine();
    }

    private string ResultText() => !_position.IsWon
        ? "[bold]A draw: the board is full.[/]"
        : _position.IsFirstToMove == _personBegins
            ? $"[bold red1]The agent has won, after {_position.Discs} moves.[/]"
            : $"[bold green3]You have won, after {_position.Discs} moves.[/]";
}
