using ScottPlot;
using ScottPlot.Plottables;
using SkiaSharp;

namespace Masking.Samples.Training;

/// <summary>Draws learning curves: mean return over environment steps, one curve for each training.</summary>
public static class LearningCurvePlot
{
    private const int Width = 900;
    private const int Height = 520;
    private const int PixelsPerUnit = 2;
    private const double Margin = 1.08;

    // Where there is no font of the name it asks for, Skia takes the first it finds.
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

    /// <summary>Whether this machine can write text into pictures; one without any fonts draws curves without words.</summary>
    public static bool HasFonts => SKTypeface.Default.GlyphCount > 0;

    /// <summary>The font family of pictures; null for whatever this machine has.</summary>
    public static string? FontFamily => PreferredFonts.FirstOrDefault(SKFontManager.Default.FontFamilies.Contains);

    /// <summary>Writes the picture, 1800 by 1040 pixels.</summary>
    /// <param name="path">The PNG file.</param>
    /// <param name="title">What the picture shows.</param>
    /// <param name="returnLabel">What the return is a mean of.</param>
    /// <param name="bestReturn">The return that cannot be exceeded.</param>
    /// <param name="runs">The trainings; one without an update yet has no curve.</param>
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
        double leastReturn = runs.SelectMany(run => run.History).Min(progress => progress.MeanReturn) ?? 0;
        plot.Axes.SetLimitsY(Math.Min(0, leastReturn * Margin), bestReturn * Margin);
        plot.Axes.SetLimitsX(0, Math.Max(1, runs.Max(run => run.Progress.EnvironmentSteps)) * 1.02);
        plot.Legend.Orientation = Orientation.Horizontal;
        plot.ShowLegend(Edge.Bottom);
        plot.Legend.FontSize = 15;
        plot.ScaleFactor = PixelsPerUnit;
        plot.SavePng(path, Width * PixelsPerUnit, Height * PixelsPerUnit);
    }

    /// <summary>Has all words of a picture drawn alike, in a font that there is. Whatever is added later is not.</summary>
    /// <param name="plot">The picture.</param>
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
