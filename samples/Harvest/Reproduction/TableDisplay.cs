using Masking.Samples.QuickStart;
using Masking.Training;
using Masking.Training.CommandLine;
using Spectre.Console;

namespace Masking.Samples.Harvest;

/// <summary>
/// Runs a table and shows its progress: a live table on a terminal, a line of text for each completed training elsewhere.
/// </summary>
/// <param name="console">The console.</param>
/// <param name="run">The table.</param>
public sealed class TableDisplay(IAnsiConsole console, TableRun run) : IProgress<CellProgress>
{
    private readonly Lock _displayLock = new();
    private readonly RemainingTimeEstimate _estimate = new(run);
    private LiveDisplayContext? _live;

    /// <summary>Runs the trainings that are not done.</summary>
    /// <param name="parallelism">The number of trainings that run at the same time.</param>
    /// <param name="cancellationToken">Stops the trainings early, with checkpoints.</param>
    public void Run(int parallelism, CancellationToken cancellationToken)
    {
        if (!TrainingDisplay.IsLive(console))
        {
            run.Run(parallelism, this, cancellationToken);
            return;
        }

        console.Live(Render()).Start(live =>
        {
            _live = live;
            run.Run(parallelism, this, cancellationToken);
        });
    }

    /// <inheritdoc/>
    public void Report(CellProgress value)
    {
        lock (_displayLock)
        {
            _estimate.Advance(value);
            if (_live is not null)
            {
                _live.UpdateTarget(Render());
            }
            else if (value.Result is { } result)
            {
                // Not console.WriteLine, which wraps lines at 80 columns even in a file.
                console.Profile.Out.Writer.WriteLine(
                    $"{value.Cell}: return {result.FinalReturn:F1} of {HarvestField.BestReturn}, "
                        + $"{(result.SolvedAt is { } steps ? $"solved after {steps:N0} steps" : "not solved")}; {_estimate}"
                );
            }
        }
    }

    private Rows Render()
    {
        Table table = new Table()
            .Border(console.Profile.Capabilities.Unicode ? TableBorder.Rounded : TableBorder.Ascii)
            .BorderColor(Color.Grey);
        table.AddColumn($"return of {HarvestField.BestReturn}");
        foreach (int size in run.Table.Sizes)
        {
            table.AddColumn(new TableColumn($"{size} x {size}").RightAligned());
        }

        foreach (Regime regime in run.Table.Regimes)
        {
            table.AddRow([regime.Name, .. run.Table.Sizes.Select(size => Returns(regime, size))]);
        }

        table.Caption("[grey]mean of the seeds that are done; Ctrl-C stops, the same command resumes[/]");
        return new Rows([table, .. _estimate.Running.Select(each => Line(each.Key, each.Value)), new Text($"  {_estimate}")]);
    }

    private string Returns(Regime regime, int size)
    {
        double[] returns =
        [
            .. run.Results.Where(each => each.Key.Regime == regime && each.Key.Size == size).Select(each => each.Value.FinalReturn),
        ];
        return returns.Length == 0 ? "" : $"{returns.Average():F1} [grey]{returns.Length}/{run.Table.Seeds.Count}[/]";
    }

    private static Text Line(TrainingCell cell, TrainingProgress progress) =>
        new($"  {cell}: {progress.EnvironmentSteps:N0} steps, return {progress.MeanReturn:F1}, {progress.Time.StepsPerSecond:N0} steps/s");
}
