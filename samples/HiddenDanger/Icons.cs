using SkiaSharp;

namespace Masking.Samples.HiddenDanger;

/// <summary>
/// Draws the entities as vector graphics, so that neither fonts nor picture files are needed. Coordinates are relative to the cell size.
/// </summary>
internal static class Icons
{
    private static readonly SKColor Black = new(0x22, 0x22, 0x22);
    private static readonly SKColor White = new(0xFA, 0xFA, 0xFA);
    private static readonly SKColor Rind = new(0x2E, 0x7D, 0x32);
    private static readonly SKColor Pulp = new(0xE5, 0x39, 0x35);
    private static readonly SKColor Shell = new(0xB7, 0x6E, 0x22);
    private static readonly SKColor Scales = new(0x7B, 0x1F, 0xA2);
    private static readonly SKColor Wing = new(0xBA, 0x68, 0xC8);
    private static readonly SKColor Eye = new(0xFF, 0xD5, 0x4F);
    private static readonly SKColor Trunk = new(0x79, 0x55, 0x48);
    private static readonly SKColor Leaves = new(0x38, 0x8E, 0x3C);
    private static readonly SKColor DarkLeaves = new(0x1B, 0x5E, 0x20);

    /// <summary>Draws an entity.</summary>
    /// <param name="canvas">The canvas.</param>
    /// <param name="kind">The kind of the entity.</param>
    /// <param name="center">The center of the cell.</param>
    /// <param name="size">The width of the cell.</param>
    /// <param name="opacity">The opacity: less than 1 for entities that are out of sight.</param>
    public static void Draw(SKCanvas canvas, Kind kind, SKPoint center, float size, float opacity = 1)
    {
        using SKPaint layer = new() { Color = SKColors.White.WithAlpha((byte)(byte.MaxValue * opacity)) };
        canvas.SaveLayer(layer);
        canvas.Translate(center);
        canvas.Scale(size);
        switch (kind)
        {
            case Kind.Panda:
                Panda(canvas);
                break;
            case Kind.Watermelon:
                Watermelon(canvas);
                break;
            case Kind.Scorpion:
                Scorpion(canvas);
                break;
            case Kind.Dragon:
                Dragon(canvas);
                break;
            default:
                Tree(canvas);
                break;
        }

        canvas.Restore();
    }

    private static void Panda(SKCanvas canvas)
    {
        Disc(canvas, Black, -0.22f, -0.24f, 0.11f);
        Disc(canvas, Black, 0.22f, -0.24f, 0.11f);
        Disc(canvas, Black, 0, 0.02f, 0.33f);
        Disc(canvas, White, 0, 0.02f, 0.31f);
        Oval(canvas, Black, -0.13f, -0.03f, 0.085f, 0.11f);
        Oval(canvas, Black, 0.13f, -0.03f, 0.085f, 0.11f);
        Disc(canvas, White, -0.12f, -0.04f, 0.03f);
        Disc(canvas, White, 0.12f, -0.04f, 0.03f);
        Oval(canvas, Black, 0, 0.13f, 0.055f, 0.035f);
    }

    private static void Watermelon(SKCanvas canvas)
    {
        canvas.Translate(0, -0.06f);
        Slice(canvas, Rind, 0.36f);
        Slice(canvas, White, 0.31f);
        Slice(canvas, Pulp, 0.28f);
        Disc(canvas, Black, -0.12f, 0.07f, 0.022f);
        Disc(canvas, Black, 0.12f, 0.07f, 0.022f);
        Disc(canvas, Black, 0, 0.07f, 0.022f);
        Disc(canvas, Black, -0.06f, 0.16f, 0.022f);
        Disc(canvas, Black, 0.06f, 0.16f, 0.022f);
    }

    private static void Scorpion(SKCanvas canvas)
    {
        foreach (float side in new[] { -1f, 1f })
        {
            Line(canvas, Shell, 0.05f, (side * 0.1f, 0.02f), (side * 0.27f, -0.03f), (side * 0.3f, 0.2f));
            Line(canvas, Shell, 0.04f, (side * 0.1f, 0.1f), (side * 0.22f, 0.14f), (side * 0.22f, 0.28f));
            Line(canvas, Shell, 0.06f, (side * 0.08f, 0.18f), (side * 0.16f, 0.3f));
            Disc(canvas, Shell, side * 0.18f, 0.32f, 0.07f);
        }

        Oval(canvas, Shell, 0, 0.1f, 0.13f, 0.18f);
        Line(canvas, Shell, 0.08f, (0, -0.05f), (0.04f, -0.22f), (0.17f, -0.3f), (0.27f, -0.22f));
        Shape(canvas, Pulp, (0.2f, -0.24f), (0.34f, -0.23f), (0.27f, -0.08f));
        Disc(canvas, Black, -0.05f, 0.2f, 0.025f);
        Disc(canvas, Black, 0.05f, 0.2f, 0.025f);
    }

    private static void Dragon(SKCanvas canvas)
    {
        foreach (float side in new[] { -1f, 1f })
        {
            Shape(
                canvas,
                Wing,
                (side * 0.1f, 0.05f),
                (side * 0.42f, -0.25f),
                (side * 0.36f, 0),
                (side * 0.43f, 0.12f),
                (side * 0.3f, 0.16f),
                (side * 0.3f, 0.28f),
                (side * 0.1f, 0.25f)
            );
            Shape(canvas, Eye, (side * 0.05f, -0.22f), (side * 0.17f, -0.4f), (side * 0.17f, -0.18f));
        }

        Oval(canvas, Scales, 0, 0.18f, 0.15f, 0.18f);
        Oval(canvas, Scales, 0, -0.1f, 0.18f, 0.17f);
        Oval(canvas, Scales, 0, 0.04f, 0.11f, 0.1f);
        Disc(canvas, Eye, -0.08f, -0.13f, 0.045f);
        Disc(canvas, Eye, 0.08f, -0.13f, 0.045f);
        Disc(canvas, Black, -0.08f, -0.13f, 0.02f);
        Disc(canvas, Black, 0.08f, -0.13f, 0.02f);
        Disc(canvas, Black, -0.035f, 0.06f, 0.015f);
        Disc(canvas, Black, 0.035f, 0.06f, 0.015f);
    }

    private static void Tree(SKCanvas canvas)
    {
        Shape(canvas, Trunk, (-0.06f, 0.1f), (0.06f, 0.1f), (0.08f, 0.38f), (-0.08f, 0.38f));
        Shape(canvas, DarkLeaves, (-0.3f, 0.22f), (0.3f, 0.22f), (0, -0.14f));
        Shape(canvas, Leaves, (-0.25f, 0.04f), (0.25f, 0.04f), (0, -0.27f));
        Shape(canvas, DarkLeaves, (-0.18f, -0.13f), (0.18f, -0.13f), (0, -0.4f));
    }

    private static void Disc(SKCanvas canvas, SKColor color, float x, float y, float radius) => Oval(canvas, color, x, y, radius, radius);

    private static void Oval(SKCanvas canvas, SKColor color, float x, float y, float width, float height)
    {
        using SKPaint paint = Fill(color);
        canvas.DrawOval(x, y, width, height, paint);
    }

    /// <summary>Draws the lower half of a disc.</summary>
    private static void Slice(SKCanvas canvas, SKColor color, float radius)
    {
        using SKPaint paint = Fill(color);
        canvas.DrawArc(new SKRect(-radius, -radius, radius, radius), 0, 180, useCenter: false, paint);
    }

    private static void Shape(SKCanvas canvas, SKColor color, params (float X, float Y)[] corners)
    {
        using SKPaint paint = Fill(color);
        using SKPath path = Path(corners);
        canvas.DrawPath(path, paint);
    }

    private static void Line(SKCanvas canvas, SKColor color, float width, params (float X, float Y)[] points)
    {
        using SKPaint paint = new()
        {
            Color = color,
            IsAntialias = true,
            Style = SKPaintStyle.Stroke,
            StrokeWidth = width,
            StrokeCap = SKStrokeCap.Round,
            StrokeJoin = SKStrokeJoin.Round,
        };
        using SKPath path = Path(points);
        canvas.DrawPath(path, paint);
    }

    private static SKPath Path((float X, float Y)[] points)
    {
        SKPath path = new();
        path.AddPoly([.. points.Select(point => new SKPoint(point.X, point.Y))], close: false);
        return path;
    }

    private static SKPaint Fill(SKColor color) => new() { Color = color, IsAntialias = true };
}
