using System.Text;

namespace Masking.Samples.ConnectFour;

/// <summary>Renders positions as text with markup of Spectre.Console. The text is also readable without colors.</summary>
public static class BoardDrawing
{
    /// <summary>The disc of the side that moved first.</summary>
    public const string First = "[red1]●[/]";

    /// <summary>The disc of the other side.</summary>
    public const string Second = "[yellow1]○[/]";

    private const string Board = "on #10358c";
    private const string Levels = " ▁▂▃▄▅▆▇█";
    private const int CellWidth = 5;

    /// <summary>Renders the board below the numbers of its columns. Four discs in a line are highlighted.</summary>
    /// <param name="position">The position.</param>
    public static string Render(Position position)
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

    /// <summary>Renders the probability of each column as a bar and a number, aligned with the columns of the board.</summary>
    /// <param name="evaluation">The evaluation of the position.</param>
    public static string Render(PositionEvaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        StringBuilder text = new();
        text.AppendLine($" {Cells(column => Bar(evaluation.Probabilities[(int)column]), width: 3)}");
        text.Append($" {Cells(column => $"[grey]{100 * evaluation.Probabilities[(int)column],3:F0}%[/]", width: 4)}");
        return text.ToString();
    }

    /// <summary>Describes the value of an agent as a number and in words.</summary>
    /// <param name="value">The value, which is clamped to [-1, 1].</param>
    public static string DescribeValue(float value) => $"{Math.Clamp(value, -1, 1):+0.00;-0.00;0.00} " + value switch
    {
        > 0.6f => "(it is going to win)",
        > 0.2f => "(it is ahead)",
        >= -0.2f => "(the game is even)",
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
