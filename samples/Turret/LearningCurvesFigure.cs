using Masking.Samples.Reproduction;
using Masking.Training;
using Masking.Training.CommandLine;
using ScottPlot;
using ScottPlot.MultiplotLayouts;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace Masking.Samples.Turret;

/// <summary>Draws the learning curves: a panel for each cost of a miss, with a curve for each seed of both variants.</summary>
public static class LearningCurvesFigure
{
    private const int Width = 1800;
    private const int Height = 760;

    /// <summary>Space for the half of the last label that is to the right of the axis.</summary>
    private const int RightMargin = 50;

    private static readonly ScottPlot.Palettes.Category10 Palette = new();

    /// <summary>Writes the picture.</summary>
    /// <param name="path">The PNG file.</param>
    /// <param name="seeds">The trainings of each seed, in the order of <see cref="Variant.All"/>.</param>
    public static void Save(string path, IReadOnlyList<SeedResults<TurretResults>> seeds)
    {
        ArgumentNullException.ThrowIfNull(seeds);
        string[] costs = [.. Variant.All.Select(variant => variant.Cost).Distinct()];
        Multiplot figure = new();
        figure.AddPlots(costs.Length);
        figure.Layout = new Columns();
        Plot[] plots = figure.GetPlots();
        foreach ((Plot plot, string cost) in plots.Zip(costs))
        {
            Draw(plot, cost, seeds);
            LearningCurvePlot.Style(plot);
        }

        figure.SavePng(path, Width, Height);
        Array.ForEach(plots, plot => plot.Dispose());
    }

    private static void Draw(Plot plot, string cost, IReadOnlyList<SeedResults<TurretResults>> seeds)
    {
        for (int i = 0; i < Variant.All.Count; i++)
        {
            Variant variant = Variant.All[i];
            foreach (TrainingRun run in variant.Cost == cost ? seeds.Select(seed => seed.Runs[i]) : [])
            {
                Coordinates[] points = [.. run.History.Where(point => point.MeanReturn is not null)
                    .Select(point => new Coordinates(point.EnvironmentSteps, point.MeanReturn!.Value))];
                Scatter curve = plot.Add.ScatterLine(points, Palette.GetColor(variant.IsMasked ? 0 : 1));
                curve.LineWidth = 3;
                curve.LegendText = run == seeds[0].Runs[i] ? variant.Angles : "";
            }
        }

        plot.Title($"a miss costs {cost}", size: 30);
        plot.XLabel("environment steps", size: 26);
        plot.YLabel($"mean return of the last {TurretTraining.RecentEpisodes} episodes", size: 26);
        plot.Axes.Bottom.TickLabelStyle.FontSize = 22;
        plot.Axes.Left.TickLabelStyle.FontSize = 22;
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { TargetTickCount = 4 };
        plot.Axes.Left.TickGenerator = new NumericAutomatic { TargetTickCount = 8 };
        plot.Axes.Right.MinimumSize = RightMargin;
        plot.Axes.SetLimitsX(0, Math.Max(1, seeds[0].Runs[0].Progress.EnvironmentSteps));
        plot.Axes.SetLimitsY(-0.7, 1.05);
        plot.ShowLegend(Alignment.LowerRight);
        plot.Legend.FontSize = 26;
    }
}
