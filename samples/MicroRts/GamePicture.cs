using System.Globalization;
using Masking.Samples.MicroRts.Engine;
using Masking.Training.CommandLine;
using SkiaSharp;

namespace Masking.Samples.MicroRts;

/// <summary>
/// Draws states of a game next to each other. Squares are deposits (green), bases (white) and barracks (gray), circles are other units. The
/// outline shows the player, numbers are resources, and lines lead to the cells of actions under way.
/// </summary>
public static class GamePicture
{
    private const int Cell = 54;
    private const int Margin = 36;
    private const int TitleHeight = 52;
    private const float OutlineWidth = 4;
    private const float ActionWidth = 5;

    private static readonly SKColor Ink = new(0x33, 0x33, 0x33);
    private static readonly SKColor Ground = new(0xF3, 0xEF, 0xDF);
    private static readonly SKColor GridLine = new(0xDD, 0xD6, 0xC1);
    private static readonly SKColor Wall = new(0x6B, 0x70, 0x78);
    private static readonly SKColor Deposit = new(0x66, 0xBB, 0x6A);
    private static readonly SKColor[] Players = [new(0x1E, 0x88, 0xE5), new(0xE6, 0x51, 0x00)];

    /// <summary>Writes the picture.</summary>
    /// <param name="path">The PNG file.</param>
    /// <param name="states">The states, on one board.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, params IReadOnlyList<GameState> states)
    {
        ArgumentNullException.ThrowIfNull(states);
        Board board = states[0].Board;
        int panel = (board.Width * Cell) + Margin;
        using SKBitmap bitmap = new(Margin + (panel * states.Count), TitleHeight + (board.Height * Cell) + Margin);
        using SKCanvas canvas = new(bitmap);
        canvas.Clear(SKColors.White);
        using SKTypeface typeface = SKTypeface.FromFamilyName(LearningCurvePlot.FontFamily);
        for (int i = 0; i < states.Count; i++)
        {
            canvas.Save();
            canvas.Translate(Margin + (i * panel), 0);
            Draw(canvas, typeface, states[i]);
            canvas.Restore();
        }

        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        File.WriteAllBytes(path, png.ToArray());
    }

    private static void Draw(SKCanvas canvas, SKTypeface typeface, GameState state)
    {
        using SKFont title = new(typeface, 24);
        using SKFont number = new(typeface, 18);
        Text(canvas, $"cycle {state.Time}: {state.ResourcesOf(0)} and {state.ResourcesOf(1)} resources", 0, 34, title, SKTextAlign.Left);
        canvas.Translate(0, TitleHeight);
        DrawBoard(canvas, state.Board);
        foreach (Assignment assignment in state.Assignments)
        {
            DrawAction(canvas, state.Units[assignment.Unit], assignment.Action);
        }

        foreach (Unit unit in state.Units)
        {
            DrawUnit(canvas, unit, number);
        }
    }

    private static void DrawBoard(SKCanvas canvas, Board board)
    {
        using SKPaint line = new() { Color = GridLine, IsStroke = true, StrokeWidth = 1 };
        using SKPaint fill = new();
        for (int cell = 0; cell < board.Cells; cell++)
        {
            SKRect place = SKRect.Create(cell % board.Width * Cell, cell / board.Width * Cell, Cell, Cell);
            fill.Color = board.IsWall(cell) ? Wall : Ground;
            canvas.DrawRect(place, fill);
            canvas.DrawRect(place, line);
        }
    }

    private static void DrawAction(SKCanvas canvas, Unit unit, UnitAction action)
    {
        if (action.Type == ActionType.None)
        {
            return;
        }

        (int x, int y) = Board.Offset(action.Direction);
        SKPoint target = action.Type == ActionType.Attack ? Center(action.X, action.Y) : Center(unit.X + x, unit.Y + y);
        using SKPaint line = new()
        {
            Color = Players[unit.Player],
            IsStroke = true,
            IsAntialias = true,
            StrokeWidth = ActionWidth,
            StrokeCap = SKStrokeCap.Round,
        };
        canvas.DrawLine(Center(unit.X, unit.Y), target, line);
    }

    private static void DrawUnit(SKCanvas canvas, Unit unit, SKFont number)
    {
        SKPoint center = Center(unit.X, unit.Y);
        float radius = Cell * (unit.Kind is UnitKind.Worker ? 0.24f : unit.Kind is UnitKind.Heavy ? 0.4f : 0.32f);
        using SKPaint fill = new() { Color = ColorOf(unit.Kind), IsAntialias = true };
        using SKPaint outline = new()
        {
            Color = unit.Player == Unit.Nobody ? Ink : Players[unit.Player],
            IsStroke = true,
            IsAntialias = true,
            StrokeWidth = OutlineWidth,
        };
        if (unit.Kind is UnitKind.Resource or UnitKind.Base or UnitKind.Barracks)
        {
            SKRect square = SKRect.Create(center.X - radius, center.Y - radius, 2 * radius, 2 * radius);
            canvas.DrawRect(square, fill);
            canvas.DrawRect(square, outline);
        }
        else
        {
            canvas.DrawCircle(center, radius, fill);
            canvas.DrawCircle(center, radius, outline);
        }

        if (unit.Resources > 0)
        {
            string text = unit.Resources.ToString(CultureInfo.InvariantCulture);
            Text(canvas, text, center.X, center.Y + (number.Size * 0.35f), number, SKTextAlign.Center);
        }
    }

    private static SKColor ColorOf(UnitKind kind) => kind switch
    {
        UnitKind.Resource => Deposit,
        UnitKind.Base => SKColors.White,
        UnitKind.Barracks => new SKColor(0xB0, 0xB5, 0xBC),
        UnitKind.Worker => new SKColor(0xCF, 0xD2, 0xD6),
        UnitKind.Light => new SKColor(0xFF, 0xB3, 0x00),
        UnitKind.Heavy => new SKColor(0xFF, 0xEE, 0x58),
        _ => new SKColor(0x4D, 0xD0, 0xE1),
    };

    private static SKPoint Center(int x, int y) => new((x + 0.5f) * Cell, (y + 0.5f) * Cell);

    private static void Text(SKCanvas canvas, string text, float x, float y, SKFont font, SKTextAlign align)
    {
        using SKPaint paint = new() { Color = Ink, IsAntialias = true };
        canvas.DrawText(text, x, y, align, font, paint);
    }
}
