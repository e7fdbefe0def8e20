using System.Diagnostics;
using Masking.Training;

namespace Masking.Samples.Harvest;

/// <summary>Estimates the remaining time of a table from the trainings done so far.</summary>
internal sealed class RemainingTimeEstimate
{
    /// <summary>
    /// The part of the time of a step that does not depend on the board size, as the number of board cells that take equally long.
    /// </summary>
    private const int BoardCellsPerStep = 64;

    private readonly TableRun _run;
    private readonly Dictionary<TrainingCell, TrainingProgress> _running = [];
    private readonly long _started = Stopwatch.GetTimestamp();
    private double _workDone;

    /// <summary>Starts to measure time.</summary>
    /// <param name="run">The table.</param>
    public RemainingTimeEstimate(TableRun run) => _run = run;

    /// <summary>The running trainings.</summary>
    public IReadOnlyDictionary<TrainingCell, TrainingProgress> Running => _running;

    /// <summary>Records an update.</summary>
    /// <param name="progress">The progress of the training after the update.</param>
    public void Advance(CellProgress progress)
    {
        long before = _running.TryGetValue(progress.Cell, out TrainingProgress? last) ? last.Time.EnvironmentSteps : 0;
        _workDone += Work(progress.Cell, progress.Training.Time.EnvironmentSteps - before);
        if (progress.Result is null)
        {
            _running[progress.Cell] = progress.Training;
        }
        else
        {
            _running.Remove(progress.Cell);
        }
    }

    /// <summary>Returns the number of completed trainings and the estimated minutes left.</summary>
    public override string ToString()
    {
        double workLeft = _run
            .Table.Cells.Where(cell => !_run.Results.ContainsKey(cell))
            .Sum(cell =>
                Work(cell, _run.Table.Steps - (_running.TryGetValue(cell, out TrainingProgress? progress) ? progress.EnvironmentSteps : 0))
            );
        string done = $"{_run.Results.Count} of {_run.Table.Cells.Count} trainings are done";
        return _workDone > 0 && workLeft > 0
            ? $"{done}, about {Stopwatch.GetElapsedTime(_started).TotalMinutes * workLeft / _workDone:N0} minutes left"
            : done;
    }

    private static double Work(TrainingCell cell, long steps) => (double)steps * (BoardCellsPerStep + (cell.Size * cell.Size));
}
