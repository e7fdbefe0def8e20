using Spectre.Console;
using Spectre.Console.Rendering;

namespace Masking.Training.CommandLine;

/// <summary>
/// A table of trainings, one row each. It fits a terminal of 80 columns, including the ^C that a terminal shows after Ctrl-C.
/// </summary>
/// <param name="trainings">The trainings.</param>
/// <param name="bestReturn">The highest possible return, which the curves are scaled to.</param>
/// <param name="unicode">Whether the terminal supports block characters.</param>
/// <param name="status">Returns a few words for the caption; null adds none.</param>
internal sealed class TrainingTable(ParallelRuns trainings, double bestReturn, bool unicode, Func<string?> status)
{
    private const int CurveWidth = 16;
    private const int StepsWidth = 6;

    private static readonly string[] Colors = ["deepskyblue1", "orange1", "green3", "red1"];

    private readonly string _levels = unicode ? "▁▂▃▄▅▆▇█" : "_.-~=+*#";
    private readonly (char Filled, char Empty) _bar = unicode ? ('━', '╌') : ('=', '.');

    /// <summary>Renders the current state.</summary>
    public IRenderable Render()
    {
        Table table = new Table().Border(unicode ? TableBorder.Rounded : TableBorder.Ascii).BorderColor(Color.Grey);
        table.AddColumn("agent");
        table.AddColumn("steps");
        table.AddColumn(new TableColumn("return").RightAligned());
        table.AddColumn(bestReturn > 0 ? $"curve, 0 to {bestReturn:0.#}" : $"curve, to {bestReturn:0.#}");
        table.AddColumn(new TableColumn("steps/s").RightAligned());
        table.Caption(
            $"[grey]{trainings.EnvironmentSteps:N0} steps{(trainings.Runs.Count > 1 ? " each" : "")}; "
                + $"Ctrl-C stops early and keeps the results{(status() is { } words ? $"\n{Markup.Escape(words)}" : "")}[/]"
        );
        for (int i = 0; i < trainings.Runs.Count; i++)
        {
            AddRow(table, trainings.Runs[i], Colors[i % Colors.Length]);
        }

        return new Rows([table, .. trainings.Runs.Select(Metrics).OfType<IRenderable>()]);
    }

    /// <summary>The metrics of the last update, wrapped to as many lines as needed; null before the first update.</summary>
    private Padder? Metrics(TrainingRun run, int index) =>
        run.Progress.Metrics.Count == 0
            ? null
            : new Padder(
                new Markup(
                    $"[{Colors[index % Colors.Length]}]{Markup.Escape(run.Label)}[/]  "
                        + Markup.Escape(MetricText.Line(run.MetricNames, run.Progress.Metrics))
                ),
                new Padding(2, 0)
            );

    private void AddRow(Table table, TrainingRun run, string color)
    {
        TrainingProgress progress = run.Progress;
        table.AddRow(
            $"[{color}]{Markup.Escape(run.Label)}[/]",
            $"{Bar((double)progress.EnvironmentSteps / trainings.EnvironmentSteps)} {progress.EnvironmentSteps,7:N0}",
            $"[{color}]{MetricText.Return(progress.MeanReturn, bestReturn),6}[/]",
            $"[{color}]{Curve(run.History)}[/]",
            progress.Time.EnvironmentSteps == 0 ? "" : $"{progress.Time.StepsPerSecond:N0}");
    }

    private string Bar(double share)
    {
        int done = (int)(Math.Min(share, 1) * StepsWidth);
        return $"{new string(_bar.Filled, done)}[grey]{new string(_bar.Empty, StepsWidth - done)}[/]";
    }

    /// <summary>The mean return over all steps of the training as a line of characters whose height is the return.</summary>
    private string Curve(IReadOnlyList<TrainingProgress> history)
    {
        // Negative returns of a training that can also have positive ones are drawn like 0.
        double lowest = bestReturn > 0 ? 0 : ReturnScale.Lowest(bestReturn, trainings.Runs);
        char[] curve = new char[CurveWidth];
        Array.Fill(curve, ' ');
        foreach (TrainingProgress progress in history.Where(progress => progress.MeanReturn is not null))
        {
            long position = Math.Min((progress.EnvironmentSteps - 1) * CurveWidth / trainings.EnvironmentSteps, CurveWidth - 1);
            double height = Math.Clamp((progress.MeanReturn!.Value - lowest) / (bestReturn - lowest), 0, 1);
            curve[position] = _levels[(int)Math.Round(height * (_levels.Length - 1))];
        }

        return new string(curve);
    }
}
