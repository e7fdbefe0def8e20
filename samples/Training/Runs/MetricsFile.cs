using System.Text;

namespace Masking.Samples.Training;

/// <summary>The course of a training as comma-separated values: a line for each update.</summary>
internal sealed class MetricsFile : IDisposable
{
    private readonly FileStream _file;
    private readonly MetricsHistory _history;

    /// <summary>Opens the file, and cuts off what was written after a checkpoint.</summary>
    /// <param name="names">The names of the metrics.</param>
    /// <param name="history">What the file held at the checkpoint; it stays the caller's.</param>
    public MetricsFile(IReadOnlyList<string> names, MetricsHistory history)
    {
        _history = history;
        Length = history.Length;
        _file = new FileStream(history.Path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        try
        {
            _file.SetLength(Length);
            if (Length == 0)
            {
                Write(MetricsLine.Header(names));
            }
        }
        catch (Exception)
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Its bytes.</summary>
    public long Length { get; private set; }

    /// <summary>The checksum of its bytes.</summary>
    public byte[] Checksum => _history.Checksum.GetCurrentHash();

    /// <summary>Appends an update.</summary>
    public void Append(TrainingProgress progress) => Write(MetricsLine.Of(progress));

    /// <summary>Sees to it that everything is on the disk.</summary>
    public void FlushToDisk() => _file.Flush(flushToDisk: true);

    public void Dispose() => _file.Dispose();

    private void Write(string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line + '\n');

        // Where a write failed half a line may be left, which this one replaces.
        _file.Position = Length;
        _file.Write(bytes);
        _file.Flush();
        _history.Checksum.AppendData(bytes);
        Length += bytes.Length;
    }
}
