using System.Text;
using Masking.Samples.MicroRts.Engine;

namespace Masking.Samples.MicroRts;

/// <summary>Renders states as text with markup of Spectre.Console. The text is also readable without colors.</summary>
public static class GameDrawing
{
    private const int CellWidth = 3;

    private static readonly string[] Colors = ["deepskyblue1", "orange1"];

    /// <summary>
    /// Renders the board in a frame. Units are letters, in upper case for player 0 and in lower case for player 1, followed by the hit
    /// points if some are lost, or by <c>+</c> if they carry resources. Deposits are followed by what is left.
    /// </summary>
    /// <param name="state">The state.</param>
    /// <param name="marked">The cell that is drawn with exchanged colors; null for none.</param>
    public static string Render(GameState state, int? marked = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        string edge = new('─', CellWidth * state.Board.Width);
        StringBuilder text = new($"[grey]╭{edge}╮[/]\n");
        for (int y = 0; y < state.Board.Height; y++)
        {
            text.Append("[grey]│[/]");
            for (int x = 0; x < state.Board.Width; x++)
            {
                int cell = state.Board.CellAt(x, y);
                text.Append(cell == marked ? $"[invert]{Cell(state, cell)}[/]" : Cell(state, cell));
            }

            text.Append("[grey]│[/]\n");
        }

        text.Append($"[grey]╰{edge}╯[/]\n");
        return text.Append($"cycle {state.Time}   {Describe(state, 0)}   {Describe(state, 1)}").ToString();
    }

    private static string Describe(GameState state, int player) =>
        $"[{Colors[player]}]player {player}[/] {Count(state.UnitsOf(player), "unit")}, {Count(state.ResourcesOf(player), "resource")}";

    private static string Count(int number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";

    private static string Cell(GameState state, int cell)
    {
        if (state.Board.IsWall(cell))
        {
            return "[grey50]███[/]";
        }

        int index = state.UnitAt(cell);
        if (index < 0)
        {
            return "[grey35] · [/]";
        }

        Unit unit = state.Units[index];
        if (unit.Player == Unit.Nobody)
        {
            return $"[green3]{$"◆{unit.Resources}".PadRight(CellWidth)}[/]";
        }

        char letter = unit.Kind switch
        {
            UnitKind.Base => 'B',
            UnitKind.Barracks => 'K',
            UnitKind.Worker => 'W',
            UnitKind.Light => 'L',
            UnitKind.Heavy => 'H',
            _ => 'R',
        };
        string sign = unit.Resources > 0 ? "+"
            : unit.HitPoints < state.Types[unit.Kind].HitPoints ? $"{unit.HitPoints}"
            : " ";
        return $"[bold {Colors[unit.Player]}] {(unit.Player == 0 ? letter : char.ToLowerInvariant(letter))}{sign}[/]";
    }
}
