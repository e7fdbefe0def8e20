using System.Diagnostics;
using Masking.Samples.Training;

namespace Masking.Samples.Harvest;

/// <summary>Where a table stands, and how long the rest of it will take.</summary>
internal sealed class TableClock
{
    /// <summary>What a step takes whatever the size is, in cells of a board that a step takes as long for.</summary>
    private const int CellsPerStep = 64;

    private readonly TableRun _run;
    private readonly Dictionary<Cell, TrainingProgress> _running = [];
    private readonly long _started = Stopwatch.GetTimestamp();
    private double _workDone;

    /// <summary>From now on.</summary>
    /// <param name="run">The table.</param>
    public TableClock(TableRun run) => _run = run;

    /// <summary>The trainings that run.</summary>
    public IReadOnlyDictionary<Cell, TrainingProgress> Running => _running;

    /// <summary>Takes note of an update.</summary>
    public void Advance(CellProgress progress)
    {
        long before = _running.TryGetValue(progress.Cell, out TrainingProgress? last) ? last.Pace.EnvironmentSteps : 0;
        _workDone += Work(progress.Cell, progress.Training.Pace.EnvironmentSteps - before);
        if (progress.Result is null)
        {
            _running[progress.Cell] = progress.Training;
        }
        else
        {
            _running.Remove(progress.Cell);
        }
    }

    /// <summary>Where it stands, in words.</summary>
    public override string ToString()
    {
        double left = _run
            .Table.Cells.Where(cell => !_run.Results.ContainsKey(cell))
            .Sum(cell =>
                Work(cell, _run.Table.Steps - (_running.TryGetValue(cell, out TrainingProgress? progress) ? progress.EnvironmentSteps : 0))
            );
        string done = $"{_run.Results.Count} of {_run.Table.Cells.Count} trainings are done";
        return _workDone > 0 && left > 0
            ? $"{done}, about {Stopwatch.GetElapsedTime(_started).TotalMinutes * left / _workDone:N0} minutes left"
            : done;
    }

    private static double Work(Cell cell, long steps) => (double)steps * (CellsPerStep + (cell.Size * cell.Size));
}
