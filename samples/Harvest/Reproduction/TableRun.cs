using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Masking.Samples.Training;

namespace Masking.Samples.Harvest;

/// <summary>
/// The trainings of a table in a folder, where each has a folder of its own. A table that was stopped in whatever way is gone on with: trainings that are done are
/// not repeated, and those that ran go on from their last checkpoint.
/// </summary>
public sealed class TableRun
{
    private const string SettingsName = "settings";

    private readonly DirectoryInfo _folder;
    private readonly ConcurrentDictionary<Cell, CellResult> _results = [];

    /// <summary>Begins a table, or goes on with one.</summary>
    /// <param name="table">The table.</param>
    /// <param name="folder">The folder; made if there is none.</param>
    /// <exception cref="CheckpointException">The folder holds something else, or a damaged result. Then nothing has changed in it.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public TableRun(HarvestTable table, DirectoryInfo folder)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(folder);
        Table = table;
        _folder = folder;
        Claim();
        foreach (Cell cell in table.Cells.Where(cell => File.Exists(ResultOf(cell))))
        {
            _results[cell] = CellResult.Load(ResultOf(cell), [.. table.Settings, .. cell.Settings]);
        }
    }

    /// <summary>The table.</summary>
    public HarvestTable Table { get; }

    /// <summary>What came of the trainings that are done.</summary>
    public IReadOnlyDictionary<Cell, CellResult> Results => _results;

    /// <summary>Makes the trainings that are not done. What they come to does not depend on how many of them run at once.</summary>
    /// <param name="atOnce">How many may run at the same time.</param>
    /// <param name="progress">Told after each update, by whatever thread made it.</param>
    /// <param name="cancellationToken">Ends it early, with checkpoints.</param>
    /// <exception cref="CheckpointException">The folder of a training holds another, or a damaged one.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public void Run(int atOnce, IProgress<CellProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        using CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            // No buffers: they would have threads take several trainings at a time, and out of order.
            Parallel.ForEach(
                Partitioner.Create(Table.Cells.Where(cell => !_results.ContainsKey(cell)), EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = atOnce },
                cell => TrainUnlessStopping(cell, atOnce, progress, stopping));
        }
        catch (AggregateException exception)
        {
            // Whoever handles a full disk need not know that trainings run side by side.
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }

    /// <summary>Trains; where that fails, the others end early as well.</summary>
    private void TrainUnlessStopping(Cell cell, int atOnce, IProgress<CellProgress> progress, CancellationTokenSource stopping)
    {
        if (stopping.IsCancellationRequested)
        {
            return;
        }

        try
        {
            Train(cell, atOnce, progress, stopping.Token);
        }
        catch (Exception)
        {
            stopping.Cancel();
            throw;
        }
    }

    private void Train(Cell cell, int atOnce, IProgress<CellProgress> progress, CancellationToken cancellationToken)
    {
        CellTraining training = new(Table, cell, FolderOf(cell));
        Telling telling = new(update => progress.Report(new CellProgress(cell, update, null)));
        if (training.Run(atOnce, telling, cancellationToken) is { } result)
        {
            result.Save(ResultOf(cell), [.. Table.Settings, .. cell.Settings]);
            _results[cell] = result;
            progress.Report(new CellProgress(cell, telling.Last, result));
        }
    }

    /// <summary>Takes a folder that is new or empty, or already this table's.</summary>
    private void Claim()
    {
        string path = Path.Combine(_folder.FullName, SettingsName);
        if (File.Exists(path))
        {
            CheckpointFile.Load(path, reader => Settings.Require(Table.Settings, reader));
            return;
        }

        // Half a file of settings is what a process leaves that is killed while it writes them.
        if (_folder.Exists && _folder.EnumerateFileSystemInfos().Any(each => !each.Name.StartsWith(SettingsName, StringComparison.Ordinal)))
        {
            throw new CheckpointException($"{_folder.FullName} holds something else than such a table: choose another folder with --out", isForeign: true);
        }

        _folder.Create();
        CheckpointFile.Save(path, writer => Settings.Save(Table.Settings, writer));
    }

    private DirectoryInfo FolderOf(Cell cell) => new(Path.Combine(_folder.FullName, cell.FolderName));

    private string ResultOf(Cell cell) => Path.Combine(FolderOf(cell).FullName, "result");

    /// <summary>Reports at once, on the thread that has something to report.</summary>
    private sealed class Telling(Action<TrainingProgress> tell) : IProgress<TrainingProgress>
    {
        public TrainingProgress Last { get; private set; } = TrainingProgress.None;

        public void Report(TrainingProgress value)
        {
            Last = value;
            tell(value);
        }
    }
}
