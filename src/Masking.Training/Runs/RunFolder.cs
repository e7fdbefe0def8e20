using System.Security.Cryptography;

namespace Masking.Training;

/// <summary>
/// The folder of a training, locked for this training. Opening it reads and validates all files without changing them; a
/// <see cref="RunRecorder"/> writes them.
/// </summary>
/// <remarks>
/// A run writes a checkpoint before it creates <c>metrics.csv</c>, so that a killed process never leaves metrics without a checkpoint. Each
/// checkpoint stores the length and checksum of the metrics file. A difference before that length is damage; lines after it were written
/// after the checkpoint.
/// </remarks>
public sealed class RunFolder : IDisposable
{
    private readonly RunLock _lock;

    private RunFolder(RunLock runLock, DirectoryInfo folder, ITrainer trainer, IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        (_lock, Folder, Trainer) = (runLock, folder, trainer);
        Settings = [.. trainer.Settings, .. settings];
        Metrics = MetricsHistory.Empty(MetricsIn(folder));
    }

    /// <summary>The folder.</summary>
    public DirectoryInfo Folder { get; }

    /// <summary>The trainer.</summary>
    public ITrainer Trainer { get; }

    /// <summary>The state of the training after each update up to the checkpoint.</summary>
    public IReadOnlyList<TrainingProgress> History => Metrics.Updates;

    /// <summary>All settings of the training.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Settings { get; }

    /// <summary>The contents of <c>metrics.csv</c> at the checkpoint.</summary>
    internal MetricsHistory Metrics { get; private set; }

    /// <summary>The path of the checkpoint.</summary>
    internal string Checkpoint => CheckpointIn(Folder);

    /// <summary>The path of the model file.</summary>
    internal string Policy => Path.Combine(Folder.FullName, "policy.safetensors");

    /// <summary>The folder of the TensorBoard events.</summary>
    internal DirectoryInfo Events => new(Path.Combine(Folder.FullName, "events"));

    /// <summary>Opens and locks a folder and loads its checkpoint, if any, into the trainer. No file in the folder is changed.</summary>
    /// <param name="folder">The folder; created if it does not exist.</param>
    /// <param name="trainer">A new trainer. The caller keeps ownership.</param>
    /// <param name="settings">Settings of the environments, in addition to those of the trainer. A checkpoint with other settings is
    /// rejected.</param>
    /// <param name="resume">Whether to resume the training in the folder. If there is none, a new one starts.</param>
    /// <exception cref="CheckpointException">The training in the folder is damaged or has other settings, or there is one and
    /// <paramref name="resume"/> is false. The trainer is unchanged.</exception>
    /// <exception cref="IOException">The folder is in use by another training, or a file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading or writing a file is not permitted.</exception>
    public static RunFolder Open(DirectoryInfo folder, ITrainer trainer, IReadOnlyList<KeyValuePair<string, string>> settings, bool resume)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(settings);
        RunFolder opened = new(RunLock.Acquire(folder), folder, trainer, settings);
        try
        {
            opened.Read(resume);
            return opened;
        }
        catch (Exception)
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Loads the checkpoint of a folder without locking or changing it. The folder may be in use.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="trainer">A new trainer.</param>
    /// <param name="settings">Settings of the environments, in addition to those of the trainer.</param>
    /// <returns>False if there is no checkpoint.</returns>
    /// <exception cref="CheckpointException">The checkpoint is damaged or belongs to another training. The trainer is
    /// unchanged.</exception>
    public static bool TryLoad(DirectoryInfo folder, ITrainer trainer, IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(settings);
        if (!CheckpointFile.Exists(CheckpointIn(folder)))
        {
            return false;
        }

        Load(folder, trainer, [.. trainer.Settings, .. settings], (_, _) => { }, _ => { });
        return true;
    }

    /// <summary>Reads the settings of the training in a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The settings by name; none if there is no checkpoint.</returns>
    /// <exception cref="CheckpointException">The checkpoint is damaged.</exception>
    internal static IReadOnlyDictionary<string, string> SettingsIn(DirectoryInfo folder)
    {
        Dictionary<string, string> settings = [];
        if (CheckpointFile.Exists(CheckpointIn(folder)))
        {
            CheckpointFile.Load(CheckpointIn(folder), reader =>
            {
                settings = RunSettings.Read(reader);
                reader.BaseStream.CopyTo(Stream.Null);
            });
        }

        return settings;
    }

    /// <summary>Releases the lock on the folder.</summary>
    public void Dispose()
    {
        Metrics.Dispose();
        _lock.Dispose();
    }

    private static string CheckpointIn(DirectoryInfo folder) => Path.Combine(folder.FullName, "checkpoint");

    private static string MetricsIn(DirectoryInfo folder) => Path.Combine(folder.FullName, "metrics.csv");

    private void Read(bool resume)
    {
        bool hasCheckpoint = CheckpointFile.Exists(Checkpoint);
        bool hasMetrics = CheckpointFile.Exists(Metrics.Path);
        if (!resume && (hasCheckpoint || hasMetrics))
        {
            string remedy = "continue it with --resume, or choose another folder with --out";
            throw new CheckpointException($"{Folder.FullName} already contains a training: {remedy}", isMismatch: true);
        }

        if (File.Exists(Events.FullName))
        {
            throw new CheckpointException("expected a folder, got a file of that name", isMismatch: false).WithFile(Events.FullName);
        }

        if (hasCheckpoint)
        {
            Load(Folder, Trainer, Settings, ReadMetrics, progress => Metrics.RequireEndsAt(progress));
        }
        else if (hasMetrics)
        {
            string reason = $"expected the checkpoint that {Metrics.Path} belongs to, got no such file";
            throw new CheckpointException(reason, isMismatch: false).WithFile(Checkpoint);
        }
    }

    private void ReadMetrics(long length, byte[] checksum)
    {
        if (length > 0)
        {
            Metrics.Dispose();
            Metrics = MetricsHistory.Read(Metrics.Path, Trainer.MetricNames, length, checksum);
        }
    }

    /// <summary>Reads a checkpoint.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="trainer">The trainer to load.</param>
    /// <param name="settings">All expected settings.</param>
    /// <param name="readMetrics">Called with the length and checksum of the metrics file before the trainer changes.</param>
    /// <param name="validate">Called with the loaded state of the training. If it throws, the previous state of the trainer is
    /// restored.</param>
    private static void Load(
        DirectoryInfo folder,
        ITrainer trainer,
        IReadOnlyList<KeyValuePair<string, string>> settings,
        Action<long, byte[]> readMetrics,
        Action<TrainingProgress> validate) =>
        CheckpointFile.Load(CheckpointIn(folder), reader =>
        {
            RunSettings.RequireEqual(settings, reader);
            long length = reader.ReadInt64("bytes of metrics.csv", 0, long.MaxValue);
            byte[] checksum = new byte[SHA256.HashSizeInBytes];
            reader.ReadExactly(checksum);
            readMetrics(length, checksum);
            Rollback.Load(
                trainer,
                reader,
                source =>
                {
                    trainer.Load(source);
                    source.RequireEnd();
                    validate(trainer.Progress);
                },
                trainer.Load);
        });
}
