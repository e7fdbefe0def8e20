using System.Security.Cryptography;
using System.Text;

namespace Masking.Samples.Training;

/// <summary>
/// What <c>metrics.csv</c> held at a checkpoint, which has its length and checksum. What a process that was killed wrote after the
/// checkpoint follows in the file, and does not count.
/// </summary>
internal sealed class MetricsHistory : IDisposable
{
    private const int MostShown = 60;

    private readonly List<TrainingProgress> _updates = [];

    private MetricsHistory(string path, long length) => (Path, Length) = (path, length);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Its bytes at the checkpoint; 0 before the first update.</summary>
    public long Length { get; }

    /// <summary>The checksum of these bytes, which those that are appended can be added to.</summary>
    public IncrementalHash Checksum { get; } = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>What each update measured.</summary>
    public IReadOnlyList<TrainingProgress> Updates => _updates;

    /// <summary>What a file held that there is not yet.</summary>
    public static MetricsHistory Empty(string path) => new(path, 0);

    /// <summary>Reads the file, which stays as it is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="names">The names of the metrics.</param>
    /// <param name="length">The bytes that it had at the checkpoint.</param>
    /// <param name="checksum">The checksum of these bytes.</param>
    /// <exception cref="CheckpointException">The bytes are not those that were written; the message names the file and the
    /// line.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written to.</exception>
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
            throw exception.In(path);
        }
        catch (Exception)
        {
            history.Dispose();
            throw;
        }
    }

    /// <summary>Text of a file for a message: its beginning, without control characters.</summary>
    public static string Shown(string text)
    {
        string beginning = string.Concat(text.Take(MostShown).Select(letter => IsInvisible(letter) ? $"\\u{(int)letter:X4}" : $"{letter}"));
        return text.Length > MostShown ? $"{beginning}…" : beginning;
    }

    /// <summary>Refuses a checkpoint that was not made after the last of these updates.</summary>
    /// <param name="progress">Where the training stood at the checkpoint.</param>
    /// <exception cref="CheckpointException">It was made at another time.</exception>
    public void RequireUpTo(TrainingProgress progress)
    {
        TrainingProgress last = _updates.LastOrDefault(TrainingProgress.None);
        CheckpointException.Require(
            (last.Updates, last.EnvironmentSteps, last.Episodes) == (progress.Updates, progress.EnvironmentSteps, progress.Episodes),
            $"expected a checkpoint after update {last.Updates}, {last.EnvironmentSteps} steps and {last.Episodes} episodes, "
            + $"where its part of {Path} ends, "
            + $"got update {progress.Updates}, {progress.EnvironmentSteps} steps and {progress.Episodes} episodes");
    }

    /// <summary>Releases the checksum.</summary>
    public void Dispose() => Checksum.Dispose();

    private static bool IsInvisible(char letter) => char.IsControl(letter) || letter is '\uFEFF' or '\uFFFD';

    private void Read(IReadOnlyList<string> names, ReadOnlySpan<byte> checksum)
    {
        if (!File.Exists(Path))
        {
            throw CheckpointException.Damaged($"expected the {Length} bytes that it had at the checkpoint, got no such file");
        }

        // For writing too, so that a file that must not be written to is refused here already.
        using FileStream file = new(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        if (file.Length < Length)
        {
            throw CheckpointException.Damaged($"expected at least the {Length} bytes that it had at the checkpoint, got {file.Length}");
        }

        string header = MetricsLine.Header(names);
        int number = 0;
        foreach (string line in Lines(file))
        {
            number++;
            if (number == 1 && line != header)
            {
                throw CheckpointException.Damaged($"line 1: expected '{header}', got '{Shown(line)}'");
            }

            if (number > 1)
            {
                _updates.Add(Update(line, number, names));
            }
        }

        if (!checksum.SequenceEqual(Checksum.GetCurrentHash()))
        {
            throw CheckpointException.Damaged(
                $"lines 1 to {number}: expected the numbers that were written before the checkpoint, which has their checksum, got others");
        }
    }

    private TrainingProgress Update(string line, int number, IReadOnlyList<string> names)
    {
        try
        {
            return MetricsLine.Read(line, names, _updates.LastOrDefault(TrainingProgress.None));
        }
        catch (FormatException exception)
        {
            throw CheckpointException.Damaged($"line {number}: {exception.Message}, in '{Shown(line)}'");
        }
    }

    /// <summary>The lines up to the checkpoint, without their ends; only a line feed ends one.</summary>
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
            string got = Shown(Text(line, ""));
            throw CheckpointException.Damaged($"line {number}: expected it to end after {Length} bytes of the file, got '{got}' and more");
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
