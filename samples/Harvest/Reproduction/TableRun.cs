using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Masking.Training;

namespace Masking.Samples.Harvest;

/// <summary>
/// Runs the trainings of a table in a folder, with a subfolder for each. A table that was interrupted can be resumed: completed trainings
/// are not repeated, and unfinished ones continue from their last checkpoint.
/// </summary>
public sealed class TableRun : IDisposable
{
    private const string SettingsFileName = "settings";

    private readonly DirectoryInfo _folder;
    private readonly RunLock _lock;
    private readonly ConcurrentDictionary<TrainingCell, CellResult> _results = [];

    /// <summary>Opens and locks the folder of a table and reads the results in it.</summary>
    /// <param name="table">The table.</param>
    /// <param name="folder">The folder; created if it does not exist.</param>
    /// <exception cref="CheckpointException">The folder contains other files, another table or a damaged result. Nothing in it is
    /// changed.</exception>
    /// <exception cref="IOException">The folder is in use by another process, or a file cannot be read or written.</exception>
    public TableRun(HarvestTable table, DirectoryInfo folder)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(folder);
        Table = table;
        _folder = folder;
        _lock = RunLock.Acquire(folder);
        try
        {
            Read();
            Prepare();
        }
        catch (Exception)
        {
            _lock.Dispose();
            throw;
        }
    }

    /// <summary>The table.</summary>
    public HarvestTable Table { get; }

    /// <summary>The results of the trainings that are done.</summary>
    public IReadOnlyDictionary<TrainingCell, CellResult> Results => _results;

    private string SettingsFile => Path.Combine(_folder.FullName, SettingsFileName);

    /// <summary>Runs the trainings that are not done. The results do not depend on the number that run at the same time.</summary>
    /// <param name="parallelism">The maximum number of trainings that run at the same time.</param>
    /// <param name="progress">Receives the progress after each update, on the thread that made the update.</param>
    /// <param name="cancellationToken">Stops the trainings early, with checkpoints.</param>
    /// <exception cref="CheckpointException">The folder of a training contains another training or a damaged one.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public void Run(int parallelism, IProgress<CellProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        using CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            // Without NoBuffering, threads would take several trainings at a time and out of order.
            Parallel.ForEach(
                Partitioner.Create(Table.Cells.Where(cell => !_results.ContainsKey(cell)), EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = parallelism },
                cell => TrainUnlessStopping(cell, parallelism, progress, stopping));
        }
        catch (AggregateException exception)
        {
            // Callers handle the exception of a single training, for example a full disk, and not an AggregateException.
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }

    /// <summary>Releases the lock on the folder.</summary>
    public void Dispose() => _lock.Dispose();

    /// <summary>Runs a training. If it fails, the other trainings are stopped as well.</summary>
    private void TrainUnlessStopping(TrainingCell cell, int parallelism, IProgress<CellProgress> progress, CancellationTokenSource stopping)
    {
        if (stopping.IsCancellationRequested)
        {
            return;
        }

        try
        {
            Train(cell, parallelism, progress, stopping.Token);
        }
        catch (Exception)
        {
            stopping.Cancel();
            throw;
        }
    }

    private void Train(TrainingCell cell, int parallelism, IProgress<CellProgress> progress, CancellationToken cancellationToken)
    {
        CellTraining training = new(Table, cell, FolderOf(cell));
        SynchronousProgress reported = new(update => progress.Report(new CellProgress(cell, update, null)));
        if (training.Run(parallelism, reported, cancellationToken) is { } result)
        {
            result.Save(ResultPath(cell), [.. Table.Settings, .. cell.Settings]);
            _results[cell] = result;
            progress.Report(new CellProgress(cell, reported.Last, result));
        }
    }

    /// <summary>Reads the results in the folder. The folder must be empty or contain the same table.</summary>
    private void Read()
    {
        if (CheckpointFile.Exists(SettingsFile))
        {
            CheckpointFile.Load(SettingsFile, reader => RunSettings.RequireEqual(Table.Settings, reader));
        }
        else if (_folder.EnumerateFileSystemInfos().Any(IsOtherFile))
        {
            // Temporary files of the settings are accepted: a process leaves one if it is killed while it writes the settings.
            throw new CheckpointException(
                $"{_folder.FullName} contains other files than those of such a table: choose another folder with --out",
                isMismatch: true
            );
        }

        foreach (TrainingCell cell in Table.Cells.Where(cell => CheckpointFile.Exists(ResultPath(cell))))
        {
            _results[cell] = CellResult.Load(ResultPath(cell), [.. Table.Settings, .. cell.Settings]);
        }
    }

    private static bool IsOtherFile(FileSystemInfo file) =>
        file.Name != RunLock.FileName && !file.Name.StartsWith(SettingsFileName, StringComparison.Ordinal);

    /// <summary>Writes the settings of the table and deletes temporary files that a killed process left.</summary>
    private void Prepare()
    {
        CheckpointFile.RemoveUnfinished(SettingsFile);
        if (!File.Exists(SettingsFile))
        {
            CheckpointFile.Save(SettingsFile, writer => RunSettings.Save(Table.Settings, writer));
        }

        foreach (TrainingCell cell in Table.Cells.Where(cell => FolderOf(cell).Exists))
        {
            CheckpointFile.RemoveUnfinished(ResultPath(cell));
        }
    }

    private DirectoryInfo FolderOf(TrainingCell cell) => new(Path.Combine(_folder.FullName, cell.FolderName));

    private string ResultPath(TrainingCell cell) => Path.Combine(FolderOf(cell).FullName, "result");

    /// <summary>Reports synchronously on the calling thread, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class SynchronousProgress(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public TrainingProgress Last { get; private set; } = TrainingProgress.None;

        public void Report(TrainingProgress value)
        {
            Last = value;
            report(value);
        }
    }
}
