using Masking.Training.CommandLine;
using SkiaSharp;

namespace Masking.Samples.HiddenDanger;

/// <summary>
/// Draws the attention of pandas: the board with cells out of sight shown dark, a line from the panda to each entity whose width is the
/// attention weight, and the weights as bars below. The lines end at the positions recorded in the buffer.
/// </summary>
public static class AttentionPicture
{
    private const int Cell = 84;
    private const int Margin = 44;
    private const int TitleHeight = 64;
    private const int BarHeight = 34;
    private const int BoardSide = Cell * Board.Size;
    private const int Panel = BoardSide + Margin;
    private const int Height = TitleHeight + BoardSide + 30 + (BarHeight * Board.Entities) + 58;
    private const float WidestLine = 60;
    private const float LongestBar = 270;
    private const float BarLeft = 164;

    private static readonly SKColor Ink = new(0x33, 0x33, 0x33);
    private static readonly SKColor Lit = new(0xF3, 0xEF, 0xDF);
    private static readonly SKColor Dark = new(0xB0, 0xB5, 0xBC);
    private static readonly SKColor Attention = new(0x1E, 0x88, 0xE5);
    private static readonly SKColor HiddenAttention = new(0xE5, 0x39, 0x35);

    /// <summary>Writes the picture.</summary>
    /// <param name="path">The PNG file.</param>
    /// <param name="pandas">The attention of each panda, drawn next to each other.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, params IReadOnlyList<PandaAttention> pandas)
    {
        ArgumentNullException.ThrowIfNull(pandas);
        using SKBitmap bitmap = new(Margin + (Panel * pandas.Count), Height);
        using SKCanvas canvas = new(bitmap);
        canvas.Clear(SKColors.White);
        using SKTypeface typeface = SKTypeface.FromFamilyName(LearningCurvePlot.FontFamily);
        for (int i = 0; i < pandas.Count; i++)
        {
            canvas.Save();
            canvas.Translate(Margin + (i * Panel), 0);
            Draw(canvas, typeface, pandas[i]);
            canvas.Restore();
        }

        using SKFont small = new(typeface, 17);
        Text(canvas, "Dark: out of sight. Dashed: recorded position of an entity that is out of sight.", Margin, Height - 24, small);
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        File.WriteAllBytes(path, png.ToArray());
    }

    private static void Draw(SKCanvas canvas, SKTypeface typeface, PandaAttention panda)
    {
        using SKFont title = new(typeface, 26);
        using SKFont text = new(typeface, 19);
        Text(canvas, panda.Title, 0, 42, title);
        DrawBoard(canvas, panda.World.Board);
        for (int entity = 1; entity < Board.Entities; entity++)
        {
            DrawLine(canvas, panda, entity);
        }

        for (int entity = Board.Entities - 1; entity >= 0; entity--)
        {
            Icons.Draw(
                canvas,
                Board.KindOf(entity),
                Center(panda.World.Board.PlaceOf(entity)),
                Cell,
                panda.World.Board.Sees(entity) ? 1 : 0.45f
            );
            DrawBar(canvas, text, panda, entity);
        }
    }

    private static void DrawBoard(SKCanvas canvas, Board board)
    {
        using SKPaint lit = new() { Color = Lit };
        using SKPaint dark = new() { Color = Dark };
        using SKPaint border = new() { Color = SKColors.White, Style = SKPaintStyle.Stroke, StrokeWidth = 2 };
        for (int row = 0; row < Board.Size; row++)
        {
            for (int column = 0; column < Board.Size; column++)
            {
                SKRect place = SKRect.Create(column * Cell, TitleHeight + (row * Cell), Cell, Cell);
                canvas.DrawRect(place, board.Sees(new Cell(row, column)) ? lit : dark);
                canvas.DrawRect(place, border);
            }
        }
    }

    private static void DrawLine(SKCanvas canvas, PandaAttention panda, int entity)
    {
        Board board = panda.World.Board;
        if (panda.World.Sightings.PlaceOf(board, entity) is not { } record)
        {
            return;
        }

        bool isSeen = board.Sees(entity);
        SKPoint to = Center(record);
        using SKPathEffect dashes = SKPathEffect.CreateDash([9, 7], 0);
        if (!isSeen)
        {
            Icons.Draw(canvas, Board.KindOf(entity), to, Cell * 0.8f, 0.35f);
            using SKPaint ring = new()
            {
                Color = Ink,
                IsAntialias = true,
                Style = SKPaintStyle.Stroke,
                StrokeWidth = 2,
                PathEffect = dashes,
            };
            canvas.DrawCircle(to, Cell * 0.42f, ring);
        }

        if (panda.Weights[entity] > 0)
        {
            using SKPaint line = new()
            {
                Color = (isSeen ? Attention : HiddenAttention).WithAlpha(0x90),
                IsAntialias = true,
                StrokeWidth = panda.Weights[entity] * WidestLine,
                StrokeCap = SKStrokeCap.Round,
            };
            canvas.DrawLine(Center(board.PlaceOf((int)Kind.Panda)), to, line);
        }
    }

    private static void DrawBar(SKCanvas canvas, SKFont font, PandaAttention panda, int entity)
    {
        bool isSeen = panda.World.Board.Sees(entity);
        float weight = panda.Weights[entity];
        float top = TitleHeight + BoardSide + 24 + (entity * BarHeight);
        Icons.Draw(canvas, Board.KindOf(entity), new SKPoint(14, top + 14), 34);
        Text(canvas, $"{Board.KindOf(entity)}".ToLowerInvariant(), 38, top + 20, font);
        using SKPaint bar = new() { Color = isSeen ? Attention : HiddenAttention };
        canvas.DrawRect(BarLeft, top + 4, weight * LongestBar, BarHeight - 13, bar);
        Text(
            canvas,
            (weight == 0 ? "0, exactly" : $"{100 * weight:F1} %") + (isSeen ? "" : "  (hidden)"),
            BarLeft + 8 + (weight * LongestBar),
            top + 20,
            font
        );
    }

    private static SKPoint Center(Cell cell) => new((cell.Column + 0.5f) * Cell, TitleHeight + ((cell.Row + 0.5f) * Cell));

    private static void Text(SKCanvas canvas, string text, float x, float y, SKFont font)
    {
        using SKPaint paint = new() { Color = Ink, IsAntialias = true };
        canvas.DrawText(text, x, y, font, paint);
    }
}
