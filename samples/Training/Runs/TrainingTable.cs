using Spectre.Console;
using Spectre.Console.Rendering;

namespace Masking.Samples.Training;

/// <summary>
/// Trainings as a table, one row each. It fits a terminal of 80 columns, and leaves room there for the ^C that one shows.
/// </summary>
/// <param name="trainings">What runs.</param>
/// <param name="bestReturn">The return that cannot be exceeded, which bars are scaled to.</param>
/// <param name="unicode">Whether block characters can be shown.</param>
internal sealed class TrainingTable(SideBySide trainings, double bestReturn, bool unicode)
{
    private const int CourseWidth = 16;
    private const int StepsWidth = 6;

    private static readonly string[] Colors = ["deepskyblue1", "orange1", "green3", "red1"];

    private readonly string _levels = unicode ? "▁▂▃▄▅▆▇█" : "_.-~=+*#";
    private readonly (char Done, char Open) _bar = unicode ? ('━', '╌') : ('=', '.');

    /// <summary>The table as it stands now.</summary>
    public IRenderable Render()
    {
        Table table = new Table().Border(unicode ? TableBorder.Rounded : TableBorder.Ascii).BorderColor(Color.Grey);
        table.AddColumn("agent");
        table.AddColumn("steps");
        table.AddColumn(new TableColumn("return").RightAligned());
        table.AddColumn($"course, 0 to {bestReturn:0.#}");
        table.AddColumn(new TableColumn("steps/s").RightAligned());
        table.Caption(
            $"[grey]{trainings.EnvironmentSteps:N0} steps{(trainings.Runs.Count > 1 ? " each" : "")}; Ctrl-C ends early, with what there is[/]"
        );
        for (int i = 0; i < trainings.Runs.Count; i++)
        {
            AddRow(table, trainings.Runs[i], Colors[i % Colors.Length]);
        }

        return new Rows([table, .. trainings.Runs.Select(Metrics).OfType<IRenderable>()]);
    }

    /// <summary>What the last update measured; it takes as many lines as it needs.</summary>
    private Padder? Metrics(TrainingRun run, int place) =>
        run.Progress.Metrics.Count == 0
            ? null
            : new Padder(
                new Markup(
                    $"[{Colors[place % Colors.Length]}]{Markup.Escape(run.Label)}[/]  {Markup.Escape(MetricText.Line(run.MetricNames, run.Progress.Metrics))}"
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
            $"[{color}]{Course(run.History)}[/]",
            progress.Pace.EnvironmentSteps == 0 ? "" : $"{progress.Pace.StepsPerSecond:N0}");
    }

    private string Bar(double share)
    {
        int done = (int)(Math.Min(share, 1) * StepsWidth);
        return $"{new string(_bar.Done, done)}[grey]{new string(_bar.Open, StepsWidth - done)}[/]";
    }

    /// <summary>The mean return over the whole way, one character for each part of it.</summary>
    private string Course(IReadOnlyList<TrainingProgress> history)
    {
        char[] course = new char[CourseWidth];
        Array.Fill(course, ' ');
        foreach (TrainingProgress progress in history.Where(progress => progress.MeanReturn is not null))
        {
            long place = Math.Min((progress.EnvironmentSteps - 1) * CourseWidth / trainings.EnvironmentSteps, CourseWidth - 1);
            double height = Math.Clamp(progress.MeanReturn!.Value / bestReturn, 0, 1);
            course[place] = _levels[(int)Math.Round(height * (_levels.Length - 1))];
        }

        return new string(course);
    }
}
