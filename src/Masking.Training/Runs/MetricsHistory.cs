using System.Security.Cryptography;
using System.Text;

namespace Masking.Training;

/// <summary>
/// The contents of <c>metrics.csv</c> at a checkpoint, which stores their length and checksum. Lines that a process wrote after the
/// checkpoint, before it was killed, are ignored.
/// </summary>
internal sealed class MetricsHistory : IDisposable
{
    private const int MaxExcerptLength = 60;

    private readonly List<TrainingProgress> _updates = [];

    private MetricsHistory(string path, long length) => (Path, Length) = (path, length);

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>The length of the file at the checkpoint in bytes; 0 before the first update.</summary>
    public long Length { get; }

    /// <summary>The running SHA-256 of these bytes. Bytes appended to the file can be added to it.</summary>
    public IncrementalHash Checksum { get; } = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The state of the training after each update.</summary>
    public IReadOnlyList<TrainingProgress> Updates => _updates;

    /// <summary>Creates the history of a file that does not exist yet.</summary>
    /// <param name="path">The path of the file.</param>
    public static MetricsHistory Empty(string path) => new(path, 0);

    /// <summary>Reads and validates the file without changing it.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="names">The names of the metrics.</param>
    /// <param name="length">The length of the file at the checkpoint in bytes.</param>
    /// <param name="checksum">The checksum of these bytes.</param>
    /// <exception cref="CheckpointException">The bytes differ from those that were written; the message contains the path and the
    /// line.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing to the file is not permitted.</exception>
    public static MetricsHistory Read(string path, IReadOnlyList<string> names, long length, ReadOnlySpan<byte> checksum)
    {
        MetricsHistory history = new(path, length);
        try
        {
            history.Read(names, checksum);
            return history;
        }
        catch (CheckpointException exception)
        {
            history.Dispose();
            throw exception.WithFile(path);
        }
        catch (Exception)
        {
            history.Dispose();
            throw;
        }
    }

    /// <summary>Returns the beginning of a text for a message, with control characters escaped.</summary>
    /// <param name="text">The text.</param>
    public static string Excerpt(string text)
    {
        string beginning = string.Concat(
            text.Take(MaxExcerptLength).Select(letter => IsInvisible(letter) ? $"\\u{(int)letter:X4}" : $"{letter}"));
        return text.Length > MaxExcerptLength ? $"{beginning}…" : beginning;
    }

    /// <summary>Throws if the checkpoint was not saved after the last of these updates.</summary>
    /// <param name="progress">The state of the training at the checkpoint.</param>
    /// <exception cref="CheckpointException">The checkpoint was saved after another update.</exception>
    public void RequireEndsAt(TrainingProgress progress)
    {
        TrainingProgress last = _updates.LastOrDefault(TrainingProgress.None);
        CheckpointException.Require(
            (last.Updates, last.EnvironmentSteps, last.Episodes) == (progress.Updates, progress.EnvironmentSteps, progress.Episodes),
            $"expected a checkpoint after update {last.Updates}, {last.EnvironmentSteps} steps and {last.Episodes} episodes, "
            + $"the last line of {Path} before the checkpoint, "
            + $"got update {progress.Updates}, {progress.EnvironmentSteps} steps and {progress.Episodes} episodes");
    }

    /// <summary>Disposes the checksum.</summary>
    public void Dispose() => Checksum.Dispose();

    private static bool IsInvisible(char letter) => char.IsControl(letter) || letter is '\uFEFF' or '\uFFFD';

    private void Read(IReadOnlyList<string> names, ReadOnlySpan<byte> checksum)
    {
        if (!File.Exists(Path))
        {
            throw CheckpointException.Damaged($"expected the {Length} bytes that were written before the checkpoint, got no such file");
        }

        // Opened for writing as well, so that a read-only file is reported before anything changes.
        using FileStream file = new(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        if (file.Length < Length)
        {
            throw CheckpointException.Damaged(
                $"expected at least the {Length} bytes that were written before the checkpoint, got {file.Length}");
        }

        string header = MetricsLine.Header(names);
        int number = 0;
        foreach (string line in Lines(file))
        {
            number++;
            if (number == 1 && line != header)
            {
                throw CheckpointException.Damaged($"line 1: expected '{header}', got '{Excerpt(line)}'");
            }

            if (number > 1)
            {
                _updates.Add(Update(line, number, names));
            }
        }

        if (!checksum.SequenceEqual(Checksum.GetCurrentHash()))
        {
            throw CheckpointException.Damaged(
                $"lines 1 to {number}: expected the numbers that were written before the checkpoint, got numbers with another checksum");
        }
    }

    private TrainingProgress Update(string line, int number, IReadOnlyList<string> names)
    {
        try
        {
            return MetricsLine.Parse(line, names, _updates.LastOrDefault(TrainingProgress.None));
        }
        catch (FormatException exception)
        {
            throw CheckpointException.Damaged($"line {number}: {exception.Message}, in '{Excerpt(line)}'");
        }
    }

    /// <summary>The lines up to the checkpoint, without line endings. Only a line feed ends a line.</summary>
    private IEnumerable<string> Lines(FileStream file)
    {
        List<byte> line = [];
        int number = 1;
        for (long i = 0; i < Length; i++)
        {
            int next = file.ReadByte();
            if (next != '\n')
            {
                line.Add((byte)next);
                continue;
            }

            yield return Text(line, "\n");
            line.Clear();
            number++;
        }

        if (line.Count > 0)
        {
            string got = Excerpt(Text(line, ""));
            throw CheckpointException.Damaged(
                $"line {number}: expected the line to end after {Length} bytes of the file, got '{got}' and more");
        }
    }

    private string Text(List<byte> line, string end)
    {
        byte[] bytes = [.. line];
        Checksum.AppendData(bytes);
        Checksum.AppendData(Encoding.ASCII.GetBytes(end));
        return Encoding.UTF8.GetString(bytes);
    }
}
