using Masking.Benchmarks.Comparing;
using Masking.Training.CommandLine;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace Masking.Benchmarks.Reporting;

/// <summary>
/// Draws the times of limits and baselines, divided by that of the library, on a logarithmic axis: one row for each workload and size.
/// </summary>
internal static class ComparisonFigure
{
    private const int Width = 900;
    private const int RowHeight = 22;
    private const int Frame = 170;
    private const int PixelsPerUnit = 2;
    private const int MarkerSize = 11;

    private static readonly double[] Ticks = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000];
    private static readonly ScottPlot.Palettes.Category10 Palette = new();

    /// <summary>Writes the picture, 1800 pixels wide.</summary>
    /// <param name="path">The PNG file.</param>
    /// <param name="comparisons">The comparisons.</param>
    public static void Save(string path, IReadOnlyList<Comparison> comparisons)
    {
        Comparison[] shown = [.. comparisons.Where(comparison => Comparison.LimitAndBaselines.Contains(comparison.Beside))];
        string[] titles = [.. shown.Select(comparison => comparison.Title).Distinct()];
        using Plot plot = new();
        plot.Add.VerticalLine(0, 2, Colors.Gray).LegendText = "Masking";
        for (int i = 0; i < Comparison.LimitAndBaselines.Length; i++)
        {
            string beside = Comparison.LimitAndBaselines[i];
            Coordinates[] points =
            [
                .. shown.Where(comparison => comparison.Beside == beside)
                    .Select(comparison => new Coordinates(
                        Math.Log10(comparison.Theirs / comparison.Ours), -Array.IndexOf(titles, comparison.Title))),
            ];
            Scatter markers = plot.Add.ScatterPoints(points, Palette.GetColor(i));
            markers.MarkerSize = MarkerSize;
            markers.MarkerShape = beside == Comparison.Limit ? MarkerShape.FilledDiamond : MarkerShape.FilledCircle;
            markers.LegendText = beside;
        }

        plot.Title("Times relative to Masking", size: 20);
        plot.XLabel("time / time of Masking", size: 15);
        LearningCurvePlot.Style(plot);
        double[] ratios = [1, .. shown.Select(comparison => comparison.Theirs / comparison.Ours)];
        plot.Axes.SetLimits(Math.Log10(ratios.Min() * 0.8), Math.Log10(ratios.Max() * 1.25), -titles.Length, 1);
        plot.Axes.Bottom.TickGenerator = new NumericManual(
            [.. Ticks.Select(Math.Log10)], [.. Ticks.Select(Scoreboard.Number)]);
        plot.Axes.Left.TickGenerator = new NumericManual([.. titles.Select((_, row) => -(double)row)], titles);
        plot.Legend.Orientation = Orientation.Horizontal;
        plot.ShowLegend(Edge.Bottom);
        plot.Legend.FontSize = 15;
        plot.ScaleFactor = PixelsPerUnit;
        plot.SavePng(path, Width * PixelsPerUnit, ((titles.Length * RowHeight) + Frame) * PixelsPerUnit);
    }
}
