using Masking.Samples.QuickStart;
using Masking.Samples.Reproduction;
using Masking.Training.CommandLine;
using ScottPlot;
using ScottPlot.Plottables;
using SkiaSharp;

namespace Masking.Samples.Harvest;

/// <summary>Draws the learning curves of a table: a panel for each board size, with a curve for each regime.</summary>
public static class LearningCurvesFigure
{
    private const int PanelWidth = 560;
    private const int PanelHeight = 360;
    private const int LegendWidth = 190;
    private const int Columns = 2;
    private const int PixelsPerUnit = 2;
    private const double BandOpacity = 0.15;
    private const double Margin = 1.05;

    private static readonly ScottPlot.Palettes.Category10 Palette = new();

    /// <summary>Writes the picture.</summary>
    /// <param name="path">The PNG file.</param>
    /// <param name="results">The results of the table.</param>
    public static void Save(string path, TableResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        IReadOnlyList<int> sizes = results.Table.Sizes;
        Multiplot figure = new();
        figure.AddPlots(sizes.Count + 1);
        Plot[] plots = figure.GetPlots();
        for (int i = 0; i < sizes.Count; i++)
        {
            Draw(plots[i], results, sizes[i]);
        }

        DrawLegend(plots[^1], results.Table.Regimes);
        foreach (Plot plot in plots)
        {
            LearningCurvePlot.Style(plot);
        }

        int columns = Math.Min(Columns, sizes.Count);
        int rows = (sizes.Count + columns - 1) / columns;
        figure.Layout = new Panels(columns, rows);
        Save(path, figure, (columns * PanelWidth) + LegendWidth, rows * PanelHeight);
        Array.ForEach(plots, plot => plot.Dispose());
    }

    /// <summary>Renders the figure on a scaled canvas, because ScottPlot has no scale setting for figures with several plots.</summary>
    private static void Save(string path, Multiplot figure, int width, int height)
    {
        using SKSurface surface = SKSurface.Create(new SKImageInfo(width * PixelsPerUnit, height * PixelsPerUnit));
        surface.Canvas.Scale(PixelsPerUnit);
        figure.Render(surface.Canvas, new PixelRect(0, width, height, 0));
        using SKImage image = surface.Snapshot();
        using SKData png = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        using FileStream file = File.Create(path);
        png.SaveTo(file);
    }

    /// <summary>The color of a regime, which does not depend on the regimes in the table.</summary>
    private static Color ColorOf(Regime regime) => Palette.GetColor(Regime.All.ToList().IndexOf(regime));

    private static void Draw(Plot plot, TableResults results, int size)
    {
        foreach (Regime regime in results.Table.Regimes)
        {
            (double Steps, Spread Returns)[] points = [.. Curve(results, regime, size)];
            double[] steps = [.. points.Select(point => point.Steps)];
            FillY band = plot.Add.FillY(
                steps,
                [.. points.Select(point => point.Returns.Min)],
                [.. points.Select(point => point.Returns.Max)]
            );
            band.FillColor = ColorOf(regime).WithAlpha(BandOpacity);
            band.LineWidth = 0;
            Scatter curve = plot.Add.ScatterLine(steps, [.. points.Select(point => point.Returns.Mean)], ColorOf(regime));
            curve.LineWidth = 2;
        }

        plot.Add.HorizontalLine(HarvestField.BestReturn, 1, Colors.Gray, LinePattern.Dotted);
        plot.Title($"{size}×{size}", size: 18);
        plot.XLabel("environment steps", size: 14);
        plot.YLabel("mean return", size: 14);
        plot.Axes.SetLimits(
            0,
            results[results.Table.Cells[0]].Curve[^1].Steps,
            HarvestField.BestReturn * (1 - Margin),
            HarvestField.BestReturn * Margin
        );
    }

    private static void DrawLegend(Plot plot, IEnumerable<Regime> regimes)
    {
        plot.HideAxesAndGrid();
        foreach (Regime regime in regimes)
        {
            Scatter curve = plot.Add.ScatterLine(Array.Empty<double>(), Array.Empty<double>(), ColorOf(regime));
            (curve.LegendText, curve.LineWidth) = (regime.Name, 3);
        }

        Scatter best = plot.Add.ScatterLine(Array.Empty<double>(), Array.Empty<double>(), Colors.Gray);
        (best.LegendText, best.LinePattern) = ($"best possible ({HarvestField.BestReturn})", LinePattern.Dotted);
        plot.ShowLegend(Alignment.MiddleLeft);
        plot.Legend.FontSize = 14;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
    }

    /// <summary>
    /// The moving average of the return over as many updates as the final return averages over, because single updates are noisy.
    /// </summary>
    private static IEnumerable<(double Steps, Spread Returns)> Curve(TableResults results, Regime regime, int size)
    {
        IReadOnlyList<CellResult> seeds = results.Of(regime, size);
        for (int update = 0; update < seeds[0].Curve.Count; update++)
        {
            int first = Math.Max(0, update + 1 - CellResult.FinalUpdates);
            yield return (
                seeds[0].Curve[update].Steps,
                Spread.Of([.. seeds.Select(seed => seed.Curve.Skip(first).Take(update + 1 - first).Average(point => point.Return))])
            );
        }
    }

    /// <summary>Arranges the panels row by row, with the legend to the right of them.</summary>
    private sealed class Panels(int columns, int rows) : IMultiplotLayout
    {
        public PixelRect[] GetSubplotRectangles(SubplotCollection subplots, PixelRect figureRect)
        {
            float legend = LegendWidth;
            float width = (figureRect.Width - legend) / columns;
            float height = figureRect.Height / rows;
            return
            [
                .. Enumerable
                    .Range(0, subplots.Count - 1)
                    .Select(i => (Row: i / columns, Column: i % columns))
                    .Select(place => new PixelRect(
                        place.Column * width,
                        (place.Column + 1) * width,
                        (place.Row + 1) * height,
                        place.Row * height
                    )),
                new PixelRect(columns * width, figureRect.Width, figureRect.Height, 0),
            ];
        }
    }
}
