using System.Security.Cryptography;

namespace Masking.Training;

/// <summary>
/// Writes the files of a training: <c>metrics.csv</c>, TensorBoard events, a checkpoint and, beside it, the policy as
/// <c>policy.safetensors</c>. A training that was interrupted resumes from its last checkpoint. Metrics written after the checkpoint are
/// removed first, so that the files end up the same as those of an uninterrupted training.
/// </summary>
public sealed class RunRecorder : IDisposable
{
    private readonly RunFolder _folder;
    private readonly int _updatesPerCheckpoint;
    private readonly Func<string, FileStream>? _createFile;
    private readonly MetricsFile _metrics;
    private readonly EventFile _events;
    private int _updatesAtCheckpoint;

    /// <summary>Opens the files of a training. A new training starts with a checkpoint.</summary>
    /// <param name="folder">The folder. The caller keeps ownership and must dispose it after the recorder.</param>
    /// <param name="updatesPerCheckpoint">The number of updates between two checkpoints.</param>
    /// <param name="createFile">Creates the file of a checkpoint; null uses <see cref="File.Create(string)"/>.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing a file is not permitted.</exception>
    public RunRecorder(RunFolder folder, int updatesPerCheckpoint, Func<string, FileStream>? createFile = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(updatesPerCheckpoint);
        (_folder, _updatesPerCheckpoint, _createFile) = (folder, updatesPerCheckpoint, createFile);
        CheckpointFile.RemoveUnfinished(folder.Checkpoint);
        CheckpointFile.RemoveUnfinished(folder.Policy);
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

        _updatesAtCheckpoint = folder.Trainer.Progress.Updates;
    }

    /// <summary>The state of the training after each update before this recorder was created.</summary>
    public IReadOnlyList<TrainingProgress> History => _folder.History;

    /// <summary>Writes the metrics of the last update, and a checkpoint if enough updates were made since the previous one.</summary>
    public void RecordUpdate()
    {
        TrainingProgress progress = _folder.Trainer.Progress;
        _metrics.Append(progress);
        _events.Append(progress);
        if (progress.Updates - _updatesAtCheckpoint >= _updatesPerCheckpoint)
        {
            SaveCheckpoint();
        }
    }

    /// <summary>Saves a checkpoint, unless the last checkpoint is up to date.</summary>
    public void SaveCheckpoint()
    {
        if (_folder.Trainer.Progress.Updates == _updatesAtCheckpoint)
        {
            return;
        }

        _metrics.FlushToDisk();
        Save(_metrics.Length, _metrics.Checksum);
        _updatesAtCheckpoint = _folder.Trainer.Progress.Updates;
    }

    /// <summary>Closes the files.</summary>
    public void Dispose() => _metrics.Dispose();

    private void Save(long length, byte[] checksum)
    {
        // The policy comes first: a run that is killed between the two files resumes from the previous checkpoint and writes both again.
        _folder.Trainer.SavePolicy(_folder.Policy);
        CheckpointFile.Save(
            _folder.Checkpoint,
            writer =>
            {
                RunSettings.Save(_folder.Settings, writer);
                writer.Write(length);
                writer.Write(checksum);
                _folder.Trainer.Save(writer);
            },
            _createFile);
    }
}
