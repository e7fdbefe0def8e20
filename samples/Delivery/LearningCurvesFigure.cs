using Masking.Samples.Reproduction;
using Masking.Training.CommandLine;
using ScottPlot;

namespace Masking.Samples.Delivery;

/// <summary>Draws the learning curves of both variants: the mean over the seeds, and a band from the lowest to the highest seed.</summary>
public static class LearningCurvesFigure
{
    private const int Width = 900;
    private const int Height = 520;
    private const int PixelsPerUnit = 2;
    private const double Margin = 1.05;

    private static readonly ScottPlot.Palettes.Category10 Palette = new();

    /// <summary>Writes the picture, 1800 by 1040 pixels.</summary>
    /// <param name="path">The PNG file.</param>
    /// <param name="seeds">The trainings of each seed, in the order of <see cref="DeliveryTraining.Variants"/>.</param>
    public static void Save(string path, IReadOnlyList<SeedResults<DeliveryResult>> seeds)
    {
        ArgumentNullException.ThrowIfNull(seeds);
        using Plot plot = new();
        for (int i = 0; i < DeliveryTraining.Variants.Count; i++)
        {
            SeedCurve.Add(
                plot, $"trained, {DeliveryTraining.Variants[i]}", [.. seeds.Select(seed => seed.Runs[i])], Palette.GetColor(i));
        }

        double greedy = AddGreedy(plot, DeliveryTraining.Distinct, LinePattern.Dashed);
        AddGreedy(plot, DeliveryTraining.Independent, LinePattern.Dotted);
        plot.Title(DeliveryCommand.Title, size: 20);
        plot.XLabel("environment steps", size: 15);
        plot.YLabel(DeliveryCommand.ReturnLabel, size: 15);
        LearningCurvePlot.Style(plot);
        plot.Axes.SetLimits(0, seeds[0].Runs[0].Progress.EnvironmentSteps * Margin, 0, greedy * Margin);
        plot.Legend.Orientation = Orientation.Horizontal;
        plot.ShowLegend(Edge.Bottom);
        plot.Legend.FontSize = 15;
        plot.ScaleFactor = PixelsPerUnit;
        plot.SavePng(path, Width * PixelsPerUnit, Height * PixelsPerUnit);
    }

    /// <summary>Adds the profit of <see cref="GreedyVehicles"/> as a line.</summary>
    /// <returns>The profit.</returns>
    private static double AddGreedy(Plot plot, string variant, LinePattern pattern)
    {
        double profit = DeliveryTraining.EvaluateGreedy(variant).Profit;
        plot.Add.HorizontalLine(profit, 2, Colors.Gray, pattern).LegendText = $"greedy, {variant}";
        return profit;
    }
}
