using Masking.Samples.QuickStart;
using Masking.Samples.Training;
using Spectre.Console;

namespace Masking.Samples.Harvest;

/// <summary>Shows a table while it is made: it lives on a terminal, and elsewhere there is a line for each training that is done.</summary>
/// <param name="console">Where to show it.</param>
/// <param name="run">The table.</param>
public sealed class TableDisplay(IAnsiConsole console, TableRun run) : IProgress<CellProgress>
{
    private readonly Lock _showing = new();
    private readonly TableClock _clock = new(run);
    private LiveDisplayContext? _live;

    /// <summary>Makes what is left of the table.</summary>
    /// <param name="atOnce">The trainings that run at the same time.</param>
    /// <param name="cancellationToken">Ends it early, with checkpoints.</param>
    public void Run(int atOnce, CancellationToken cancellationToken)
    {
        if (!TrainingDisplay.IsLive(console))
        {
            run.Run(atOnce, this, cancellationToken);
            return;
        }

        console.Live(Render()).Start(live =>
        {
            _live = live;
            run.Run(atOnce, this, cancellationToken);
        });
    }

    /// <inheritdoc/>
    public void Report(CellProgress value)
    {
        lock (_showing)
        {
            _clock.Advance(value);
            if (_live is not null)
            {
                _live.UpdateTarget(Render());
            }
            else if (value.Result is { } result)
            {
                // Not console.WriteLine, which breaks lines at a width that a file does not have.
                console.Profile.Out.Writer.WriteLine(
                    $"{value.Cell}: return {result.FinalReturn:F1} of {HarvestField.BestReturn}, {(result.SolvedAt is { } steps ? $"solved after {steps:N0} steps" : "not solved")}; {_clock}"
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

        table.Caption("[grey]mean of the seeds that are done; Ctrl-C ends early, and the same goes on[/]");
        return new Rows([table, .. _clock.Running.Select(each => Line(each.Key, each.Value)), new Text($"  {_clock}")]);
    }

    private string Returns(Regime regime, int size)
    {
        double[] returns =
        [
            .. run.Results.Where(each => each.Key.Regime == regime && each.Key.Size == size).Select(each => each.Value.FinalReturn),
        ];
        return returns.Length == 0 ? "" : $"{returns.Average():F1} [grey]{returns.Length}/{run.Table.Seeds.Count}[/]";
    }

    private static Text Line(Cell cell, TrainingProgress progress) =>
        new($"  {cell}: {progress.EnvironmentSteps:N0} steps, return {progress.MeanReturn:F1}, {progress.Pace.StepsPerSecond:N0} steps/s");
}
