using System.Security.Cryptography;

namespace Masking.Samples.Training;

/// <summary>
/// Writes the files of a training: its course in <c>metrics.csv</c> and as TensorBoard events, and a checkpoint. A training that was
/// stopped in whatever way
/// goes on from the last checkpoint; what the files say beyond it is cut off, so that they end as those of a training that was never
/// stopped.
/// </summary>
public sealed class RunRecord : IDisposable
{
    private readonly RunFolder _folder;
    private readonly int _updatesPerCheckpoint;
    private readonly Func<string, FileStream>? _create;
    private readonly MetricsFile _metrics;
    private readonly EventFile _events;
    private int _updatesInCheckpoint;

    /// <summary>Begins a record with a checkpoint, or goes on with one.</summary>
    /// <param name="folder">The folder; it stays the caller's, who releases it after the record.</param>
    /// <param name="updatesPerCheckpoint">Updates between two checkpoints.</param>
    /// <param name="create">Makes the file of a checkpoint; null makes an ordinary one.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file must not be written.</exception>
    public RunRecord(RunFolder folder, int updatesPerCheckpoint, Func<string, FileStream>? create = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(updatesPerCheckpoint);
        (_folder, _updatesPerCheckpoint, _create) = (folder, updatesPerCheckpoint, create);
        CheckpointFile.RemoveUnfinished(folder.Checkpoint);
        if (!File.Exists(folder.Checkpoint))
        {
            Save(length: 0, SHA256.HashData([]));
        }

        _metrics = new MetricsFile(folder.Trainer.MetricNames, folder.Metrics);
        try
        {
            _events = new EventFile(folder.Events, folder.Trainer.MetricNames, folder.History);
        }
        catch (Exception)
        {
            _metrics.Dispose();
            throw;
        }

        _updatesInCheckpoint = folder.Trainer.Progress.Updates;
    }

    /// <summary>What the training had measured before, update by update.</summary>
    public IReadOnlyList<TrainingProgress> History => _folder.History;

    /// <summary>Records an update, and where it is time for it makes a checkpoint.</summary>
    public void Append()
    {
        TrainingProgress progress = _folder.Trainer.Progress;
        _metrics.Append(progress);
        _events.Append(progress);
        if (progress.Updates - _updatesInCheckpoint >= _updatesPerCheckpoint)
        {
            Checkpoint();
        }
    }

    /// <summary>Makes a checkpoint, unless the last one is of now.</summary>
    public void Checkpoint()
    {
        if (_folder.Trainer.Progress.Updates == _updatesInCheckpoint)
        {
            return;
        }

        _metrics.FlushToDisk();
        Save(_metrics.Length, _metrics.Checksum);
        _updatesInCheckpoint = _folder.Trainer.Progress.Updates;
    }

    /// <summary>Closes the files.</summary>
    public void Dispose() => _metrics.Dispose();

    private void Save(long length, byte[] checksum) => CheckpointFile.Save(
        _folder.Checkpoint,
        writer =>
        {
            Settings.Save(_folder.Settings, writer);
            writer.Write(length);
            writer.Write(checksum);
            _folder.Trainer.Save(writer);
        },
        _create);
}
