using Masking.Samples.MicroRts.Learning;
using Masking.Samples.Reproduction;
using Masking.Training.CommandLine;
using ScottPlot;

namespace Masking.Samples.MicroRts.Reproduction;

/// <summary>Draws the learning curves: a curve for each variant, with a band from the lowest to the highest seed.</summary>
internal static class LearningCurvesFigure
{
    private const int Width = 900;
    private const int Height = 520;
    private const int PixelsPerUnit = 2;
    private const double Margin = 1.05;

    private static readonly ScottPlot.Palettes.Category10 Palette = new();

    /// <summary>Writes the picture, 1800 by 1040 pixels.</summary>
    /// <param name="path">The PNG file.</param>
    /// <param name="seeds">The trainings of each seed, in the order of <see cref="MaskVariant.All"/>.</param>
    public static void Save(string path, IReadOnlyList<SeedResults<MicroRtsPolicy>> seeds)
    {
        using Plot plot = new();
        for (int i = 0; i < MaskVariant.All.Count; i++)
        {
            SeedCurve.Add(
                plot,
                MaskVariant.All[i].Label,
                [.. seeds.Select(seed => seed.Runs[i])],
                Palette.GetColor(i),
                AgentTrainer.UpdatesPerMeasurement);
        }

        plot.Title("μRTS with and without masks", size: 20);
        plot.XLabel("environment steps", size: 15);
        plot.YLabel(MicroRtsTraining.ReturnLabel, size: 15);
        LearningCurvePlot.Style(plot);
        plot.Axes.SetLimits(0, seeds[0].Runs[0].Progress.EnvironmentSteps * Margin, 0, AgentTrainer.BestReturn * Margin);
        plot.Legend.Orientation = Orientation.Horizontal;
        plot.ShowLegend(Edge.Bottom);
        plot.Legend.FontSize = 15;
        plot.ScaleFactor = PixelsPerUnit;
        plot.SavePng(path, Width * PixelsPerUnit, Height * PixelsPerUnit);
    }
}
