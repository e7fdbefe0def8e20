using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Masking.Samples.Training;

namespace Masking.Samples.Harvest;

/// <summary>
/// The trainings of a table in a folder, where each has a folder of its own. A table that was stopped in whatever way is gone on with:
/// trainings that are done are not repeated, and those that ran go on from their last checkpoint.
/// </summary>
public sealed class TableRun : IDisposable
{
    private const string SettingsName = "settings";

    private readonly DirectoryInfo _folder;
    private readonly RunLock _lock;
    private readonly ConcurrentDictionary<Cell, CellResult> _results = [];

    /// <summary>Begins a table, or goes on with one.</summary>
    /// <param name="table">The table.</param>
    /// <param name="folder">The folder; made if there is none.</param>
    /// <exception cref="CheckpointException">The folder holds something else, or a damaged result. Then nothing has changed in
    /// it.</exception>
    /// <exception cref="IOException">Somebody else is making a table in the folder, or a file cannot be read or written.</exception>
    public TableRun(HarvestTable table, DirectoryInfo folder)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(folder);
        Table = table;
        _folder = folder;
        _lock = RunLock.Take(folder);
        try
        {
            Read();
            Begin();
        }
        catch (Exception)
        {
            _lock.Dispose();
            throw;
        }
    }

    /// <summary>The table.</summary>
    public HarvestTable Table { get; }

    /// <summary>What came of the trainings that are done.</summary>
    public IReadOnlyDictionary<Cell, CellResult> Results => _results;

    private string SettingsFile => Path.Combine(_folder.FullName, SettingsName);

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

    /// <summary>Releases the folder.</summary>
    public void Dispose() => _lock.Dispose();

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

    /// <summary>Reads a folder that is new or empty, or already this table's.</summary>
    private void Read()
    {
        if (CheckpointFile.Exists(SettingsFile))
        {
            CheckpointFile.Load(SettingsFile, reader => Settings.Require(Table.Settings, reader));
        }
        else if (_folder.EnumerateFileSystemInfos().Any(IsSomethingElse))
        {
            // Half a file of settings is what a process leaves that is killed while it writes them.
            throw new CheckpointException(
                $"{_folder.FullName} holds something else than such a table: choose another folder with --out",
                isForeign: true
            );
        }

        foreach (Cell cell in Table.Cells.Where(cell => CheckpointFile.Exists(ResultOf(cell))))
        {
            _results[cell] = CellResult.Load(ResultOf(cell), [.. Table.Settings, .. cell.Settings]);
        }
    }

    private static bool IsSomethingElse(FileSystemInfo file) =>
        file.Name != RunLock.FileName && !file.Name.StartsWith(SettingsName, StringComparison.Ordinal);

    /// <summary>Makes the folder this table's, and removes what was left by a process that was killed.</summary>
    private void Begin()
    {
        CheckpointFile.RemoveUnfinished(SettingsFile);
        if (!File.Exists(SettingsFile))
        {
            CheckpointFile.Save(SettingsFile, writer => Settings.Save(Table.Settings, writer));
        }

        foreach (Cell cell in Table.Cells.Where(cell => FolderOf(cell).Exists))
        {
            CheckpointFile.RemoveUnfinished(ResultOf(cell));
        }
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
