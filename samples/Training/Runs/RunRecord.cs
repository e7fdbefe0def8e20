namespace Masking.Samples.Training;

/// <summary>
/// The files of a training: its course in <c>metrics.csv</c> and as TensorBoard events, and a checkpoint. A training that was stopped in whatever way
/// goes on from the last checkpoint; what the files say beyond it is cut off, so that they end as those of a training that was never stopped.
/// </summary>
public sealed class RunRecord : IDisposable
{
    private readonly ITrainer _trainer;
    private readonly IReadOnlyList<KeyValuePair<string, string>> _settings;
    private readonly string _checkpoint;
    private readonly int _updatesPerCheckpoint;
    private readonly Func<string, FileStream>? _create;
    private readonly MetricsFile _metrics;
    private readonly EventFile _events;
    private int _updatesInCheckpoint;

    /// <summary>Begins a record, or goes on with one; then the trainer goes on from there.</summary>
    /// <param name="folder">The folder; made if there is none.</param>
    /// <param name="trainer">A trainer that has not begun; it stays the caller's.</param>
    /// <param name="settings">What the worlds depend on, beside the trainer's own settings: a checkpoint with others is refused.</param>
    /// <param name="resume">Whether to go on with what the folder holds. Where that is nothing, the training begins.</param>
    /// <param name="updatesPerCheckpoint">Updates between two checkpoints.</param>
    /// <param name="create">Makes the file of a checkpoint; null makes an ordinary one.</param>
    /// <exception cref="CheckpointException">The folder holds a training that cannot be gone on with, or one that was not to be. Then nothing has changed in it.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public RunRecord(DirectoryInfo folder, ITrainer trainer, IReadOnlyList<KeyValuePair<string, string>> settings, bool resume, int updatesPerCheckpoint, Func<string, FileStream>? create = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(updatesPerCheckpoint);
        folder.Create();
        _trainer = trainer;
        _settings = [.. trainer.Settings, .. settings];
        _updatesPerCheckpoint = updatesPerCheckpoint;
        _create = create;
        _checkpoint = CheckpointIn(folder);
        string metrics = Path.Combine(folder.FullName, "metrics.csv");
        bool isRun = File.Exists(_checkpoint) || File.Exists(metrics);
        if (isRun && !resume)
        {
            throw new CheckpointException($"{folder.FullName} holds a training already: go on with it by --resume, or choose another folder with --out", isForeign: true);
        }

        long length = File.Exists(_checkpoint) ? Load(_checkpoint, trainer, _settings) : 0;
        _metrics = new MetricsFile(metrics, trainer.MetricNames, length);
        _events = new EventFile(folder.CreateSubdirectory("events"), trainer.MetricNames, _metrics.History);
        _updatesInCheckpoint = trainer.Progress.Updates;
    }

    /// <summary>What the training had measured before, update by update.</summary>
    public IReadOnlyList<TrainingProgress> History => _metrics.History;

    /// <summary>Reads a trainer from the checkpoint of a folder, which stays as it is.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="trainer">A trainer that has not begun.</param>
    /// <param name="settings">What the worlds depend on, beside the trainer's own settings.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="CheckpointException">It cannot be read into this trainer.</exception>
    public static bool TryLoad(DirectoryInfo folder, ITrainer trainer, IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(settings);
        string checkpoint = CheckpointIn(folder);
        if (!File.Exists(checkpoint))
        {
            return false;
        }

        Load(checkpoint, trainer, [.. trainer.Settings, .. settings]);
        return true;
    }

    /// <summary>Records an update, and where it is time for it makes a checkpoint.</summary>
    public void Append()
    {
        _metrics.Append(_trainer.Progress);
        _events.Append(_trainer.Progress);
        if (_trainer.Progress.Updates - _updatesInCheckpoint >= _updatesPerCheckpoint)
        {
            Checkpoint();
        }
    }

    /// <summary>Makes a checkpoint, unless the last one is of now.</summary>
    public void Checkpoint()
    {
        if (_trainer.Progress.Updates == _updatesInCheckpoint)
        {
            return;
        }

        _metrics.FlushToDisk();
        CheckpointFile.Save(_checkpoint, Save, _create);
        _updatesInCheckpoint = _trainer.Progress.Updates;
    }

    /// <summary>Closes the files.</summary>
    public void Dispose() => _metrics.Dispose();

    private static string CheckpointIn(DirectoryInfo folder) => Path.Combine(folder.FullName, "checkpoint");

    private static long Load(string checkpoint, ITrainer trainer, IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        long length = 0;
        CheckpointFile.Load(checkpoint, reader =>
        {
            Settings.Require(settings, reader);
            length = reader.ReadInt64();
            trainer.Load(reader);
        });
        return length;
    }

    private void Save(BinaryWriter writer)
    {
        Settings.Save(_settings, writer);
        writer.Write(_metrics.Length);
        _trainer.Save(writer);
    }
}
