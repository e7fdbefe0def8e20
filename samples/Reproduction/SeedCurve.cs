using Masking.Training;
using ScottPlot;
using ScottPlot.Plottables;

namespace Masking.Samples.Reproduction;

/// <summary>Draws the learning curve of several seeds: the mean, and a band from the lowest to the highest seed.</summary>
public static class SeedCurve
{
    private const double BandOpacity = 0.2;

    /// <summary>Adds the curve to a plot.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="label">The label in the legend.</param>
    /// <param name="runs">The trainings, one for each seed, with updates at the same numbers of steps.</param>
    /// <param name="color">The color.</param>
    /// <param name="updatesPerPoint">The number of updates between two points of the curve.</param>
    public static void Add(Plot plot, string label, IReadOnlyList<TrainingRun> runs, Color color, int updatesPerPoint = 1)
    {
        ArgumentNullException.ThrowIfNull(plot);
        ArgumentNullException.ThrowIfNull(runs);
        (double Steps, double[] Returns)[] points =
        [
            .. runs[0].History.Select((progress, update) => (Progress: progress, Update: update))
                .Where(point => point.Progress.Updates % updatesPerPoint == 0)
                .Select(point => (
                    (double)point.Progress.EnvironmentSteps,
                    runs.Select(run => run.History[point.Update].MeanReturn).OfType<double>().ToArray()))
                .Where(point => point.Item2.Length == runs.Count),
        ];
        double[] steps = [.. points.Select(point => point.Steps)];
        FillY band = plot.Add.FillY(
            steps, [.. points.Select(point => point.Returns.Min())], [.. points.Select(point => point.Returns.Max())]);
        band.FillColor = color.WithAlpha(BandOpacity);
        band.LineWidth = 0;
        Scatter curve = plot.Add.ScatterLine(steps, [.. points.Select(point => point.Returns.Average())], color);
        curve.LineWidth = 3;
        curve.LegendText = label;
    }
}
