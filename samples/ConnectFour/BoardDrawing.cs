using System.Text;

namespace Masking.Samples.ConnectFour;

/// <summary>Draws positions for people, in Spectre.Console's markup. Without colours they can be read too.</summary>
public static class BoardDrawing
{
    /// <summary>The disc of the side that began.</summary>
    public const string First = "[red1]●[/]";

    /// <summary>The disc of the other side.</summary>
    public const string Second = "[yellow1]○[/]";

    private const string Board = "on #10358c";
    private const string Levels = " ▁▂▃▄▅▆▇█";
    private const int CellWidth = 5;

    /// <summary>The board, under the numbers of its columns.</summary>
    /// <param name="position">The position. Four in a line stand out.</param>
    public static string Of(Position position)
    {
        StringBuilder text = new();
        text.AppendLine($" {Cells(column => $"[bold]{(int)column + 1}[/]")}");
        for (int row = 0; row < Position.Rows; row++)
        {
            text.AppendLine(Blank());
            text.AppendLine($"[{Board}] {Cells(column => Cell(position.DiscAt(row, column)), width: 3)} [/]");
        }

        text.Append(Blank());
        return text.ToString();
    }

    /// <summary>What an agent thinks about the columns, to stand below the board that it saw.</summary>
    /// <param name="thoughts">What it thinks.</param>
    public static string Of(Thoughts thoughts)
    {
        ArgumentNullException.ThrowIfNull(thoughts);
        StringBuilder text = new();
        text.AppendLine($" {Cells(column => Bar(thoughts.Probabilities[(int)column]), width: 3)}");
        text.Append($" {Cells(column => $"[grey]{100 * thoughts.Probabilities[(int)column],3:F0}%[/]", width: 4)}");
        return text.ToString();
    }

    /// <summary>How an agent expects the game to end, in words.</summary>
    /// <param name="value">Its value for itself; one beyond a sure win or loss is shown as that.</param>
    public static string Expectation(float value) => $"{Math.Clamp(value, -1, 1):+0.00;-0.00;0.00} " + value switch
    {
        > 0.6f => "(it is going to win)",
        > 0.2f => "(it is ahead)",
        >= -0.2f => "(all is open)",
        >= -0.6f => "(it is behind)",
        _ => "(it is going to lose)",
    };

    private static string Blank() => $"[{Board}]{new string(' ', (Position.Columns * CellWidth) + 2)}[/]";

    private static string Cells(Func<Column, string> cell, int width = 1)
    {
        string left = new(' ', (CellWidth - width) / 2);
        string right = new(' ', CellWidth - width - left.Length);
        return string.Concat(Position.AllColumns.Select(column => $"{left}{cell(column)}{right}"));
    }

    private static string Cell((bool IsFirst, bool IsInFour)? disc) => disc switch
    {
        null => " [grey50]·[/] ",
        { IsInFour: true, IsFirst: true } => "[bold red1 on white] ● [/]",
        { IsInFour: true } => "[bold orange3 on white] ○ [/]",
        { IsFirst: true } => $" {First} ",
        _ => $" {Second} ",
    };

    private static string Bar(float probability) =>
        $"[deepskyblue1]{new string(Levels[(int)MathF.Ceiling(probability * (Levels.Length - 1))], 3)}[/]";
}
