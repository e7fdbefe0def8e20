using ScottPlot;
using ScottPlot.Plottables;
using SkiaSharp;

namespace Masking.Training.CommandLine;

/// <summary>Draws learning curves: the mean return over environment steps, one curve per training.</summary>
public static class LearningCurvePlot
{
    private const int Width = 900;
    private const int Height = 520;
    private const int PixelsPerUnit = 2;
    private const double Margin = 0.08;

    // Skia uses the first font that it finds if the requested one is missing, so the preferred fonts are looked up by name.
    private static readonly string[] PreferredFonts =
    [
        "Open Sans",
        "Segoe UI",
        "Helvetica",
        "Arial",
        "Noto Sans",
        "Liberation Sans",
        "DejaVu Sans",
    ];
    private static readonly ScottPlot.Palettes.Category10 Palette = new();

    /// <summary>Whether this machine has fonts; without them, pictures contain no text.</summary>
    public static bool HasFonts => SKTypeface.Default.GlyphCount > 0;

    /// <summary>The font family of pictures; null if no preferred font is installed.</summary>
    public static string? FontFamily => PreferredFonts.FirstOrDefault(SKFontManager.Default.FontFamilies.Contains);

    /// <summary>Writes the picture, 1800 by 1040 pixels.</summary>
    /// <param name="path">The PNG file.</param>
    /// <param name="title">The title of the plot.</param>
    /// <param name="returnLabel">The label of the vertical axis.</param>
    /// <param name="bestReturn">The highest possible return, drawn as a dotted line; it may be negative.</param>
    /// <param name="runs">The trainings; one without updates has no curve.</param>
    public static void Save(string path, string title, string returnLabel, double bestReturn, IReadOnlyList<TrainingRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        using Plot plot = new();
        for (int i = 0; i < runs.Count; i++)
        {
            Coordinates[] points = [.. runs[i].History.Where(point => point.MeanReturn is not null)
                .Select(point => new Coordinates(point.EnvironmentSteps, point.MeanReturn!.Value))];
            Scatter curve = plot.Add.ScatterLine(points, Palette.GetColor(i));
            curve.LineWidth = 3;
            curve.LegendText = runs[i].Label;
        }

        HorizontalLine best = plot.Add.HorizontalLine(bestReturn, 2, Colors.Gray, LinePattern.Dotted);
        best.LegendText = $"best possible ({bestReturn:0.#})";
        plot.Title(title, size: 20);
        plot.XLabel("environment steps", size: 15);
        plot.YLabel(returnLabel, size: 15);
        Style(plot);
        double lowest = ReturnScale.Lowest(bestReturn, runs);
        double margin = Margin * (bestReturn - lowest);
        plot.Axes.SetLimitsY(lowest < 0 ? lowest - margin : 0, bestReturn + margin);
        plot.Axes.SetLimitsX(0, Math.Max(1, runs.Max(run => run.Progress.EnvironmentSteps)) * 1.02);
        plot.Legend.Orientation = Orientation.Horizontal;
        plot.ShowLegend(Edge.Bottom);
        plot.Legend.FontSize = 15;
        plot.ScaleFactor = PixelsPerUnit;
        plot.SavePng(path, Width * PixelsPerUnit, Height * PixelsPerUnit);
    }

    /// <summary>Applies the same font to all text of a plot. It does not affect text that is added later.</summary>
    /// <param name="plot">The plot.</param>
    public static void Style(Plot plot)
    {
        ArgumentNullException.ThrowIfNull(plot);
        foreach (LabelStyle label in new[] { plot.Axes.Title.Label, plot.Axes.Bottom.Label, plot.Axes.Left.Label })
        {
            label.Bold = false;
        }

        if (FontFamily is { } font)
        {
            plot.Font.Set(font);
        }
    }
}
