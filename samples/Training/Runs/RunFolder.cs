using System.Security.Cryptography;

namespace Masking.Samples.Training;

/// <summary>
/// The folder of a training, opened for it alone. All that it holds is read and validated before anything in it changes: a <see
/// cref="RunRecord"/> is what writes.
/// </summary>
/// <remarks>
/// A run begins with a checkpoint, and <c>metrics.csv</c> follows: a process that is killed leaves no metrics without one. Each checkpoint
/// has the length and the checksum that the metrics
/// had then, so whatever differs before that length is damage, and whatever follows was written after the checkpoint.
/// </remarks>
public sealed class RunFolder : IDisposable
{
    private readonly RunLock _lock;

    private RunFolder(RunLock held, DirectoryInfo folder, ITrainer trainer, IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        (_lock, Folder, Trainer) = (held, folder, trainer);
        Settings = [.. trainer.Settings, .. settings];
        Metrics = MetricsHistory.Empty(MetricsIn(folder));
    }

    /// <summary>The folder.</summary>
    public DirectoryInfo Folder { get; }

    /// <summary>What trains.</summary>
    public ITrainer Trainer { get; }

    /// <summary>What the training had measured before, update by update.</summary>
    public IReadOnlyList<TrainingProgress> History => Metrics.Updates;

    /// <summary>What the training depends on.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Settings { get; }

    /// <summary>What <c>metrics.csv</c> held at the checkpoint.</summary>
    internal MetricsHistory Metrics { get; private set; }

    /// <summary>The file of the checkpoint.</summary>
    internal string Checkpoint => CheckpointIn(Folder);

    /// <summary>The folder of the events.</summary>
    internal DirectoryInfo Events => new(Path.Combine(Folder.FullName, "events"));

    /// <summary>Opens a folder, and has the trainer go on from its checkpoint. Nothing in the folder changes.</summary>
    /// <param name="folder">The folder; made if there is none.</param>
    /// <param name="trainer">A trainer that has not begun; it stays the caller's.</param>
    /// <param name="settings">What the worlds depend on, beside the trainer's own settings: a checkpoint with others is refused.</param>
    /// <param name="resume">Whether to go on with what the folder holds. Where that is nothing, the training begins.</param>
    /// <exception cref="CheckpointException">The folder holds a training that cannot be gone on with, or one that was not to be. Then the
    /// trainer is as it was.</exception>
    /// <exception cref="IOException">Another training has the folder, or a file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file must not be read or written.</exception>
    public static RunFolder Open(DirectoryInfo folder, ITrainer trainer, IReadOnlyList<KeyValuePair<string, string>> settings, bool resume)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(settings);
        RunFolder opened = new(RunLock.Take(folder), folder, trainer, settings);
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

    /// <summary>Reads a trainer from the checkpoint of a folder, which stays as it is and may be in use.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="trainer">A trainer that has not begun.</param>
    /// <param name="settings">What the worlds depend on, beside the trainer's own settings.</param>
    /// <returns>Whether there is a checkpoint.</returns>
    /// <exception cref="CheckpointException">It cannot be read into this trainer, which then is as it was.</exception>
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

    /// <summary>Releases the folder for other trainings.</summary>
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
            string remedy = "go on with it by --resume, or choose another folder with --out";
            throw new CheckpointException($"{Folder.FullName} holds a training already: {remedy}", isForeign: true);
        }

        if (File.Exists(Events.FullName))
        {
            throw new CheckpointException("expected a folder, got a file of that name", isForeign: false).In(Events.FullName);
        }

        if (hasCheckpoint)
        {
            Load(Folder, Trainer, Settings, ReadMetrics, progress => Metrics.RequireUpTo(progress));
        }
        else if (hasMetrics)
        {
            string reason = $"expected the checkpoint that {Metrics.Path} belongs to, got no such file";
            throw new CheckpointException(reason, isForeign: false).In(Checkpoint);
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
    /// <param name="trainer">What then goes on from there.</param>
    /// <param name="settings">What it is to depend on.</param>
    /// <param name="readMetrics">Told the length and the checksum of the metrics, before the trainer changes.</param>
    /// <param name="validate">Told where the training stands. Where it throws, the trainer is as it was.</param>
    private static void Load(
        DirectoryInfo folder,
        ITrainer trainer,
        IReadOnlyList<KeyValuePair<string, string>> settings,
        Action<long, byte[]> readMetrics,
        Action<TrainingProgress> validate) =>
        CheckpointFile.Load(CheckpointIn(folder), reader =>
        {
            Training.Settings.Require(settings, reader);
            long length = reader.ReadLong("bytes of metrics.csv", 0, long.MaxValue);
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
