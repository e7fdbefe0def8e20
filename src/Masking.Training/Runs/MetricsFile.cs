using System.Text;

namespace Masking.Training;

/// <summary>Writes the metrics of a training as comma-separated values, one line per update.</summary>
internal sealed class MetricsFile : IDisposable
{
    private readonly FileStream _file;
    private readonly MetricsHistory _history;

    /// <summary>Opens the file and removes the lines that were written after the checkpoint.</summary>
    /// <param name="names">The names of the metrics.</param>
    /// <param name="history">The contents of the file at the checkpoint. The caller keeps ownership.</param>
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

    /// <summary>The length of the file in bytes.</summary>
    public long Length { get; private set; }

    /// <summary>The SHA-256 of the file.</summary>
    public byte[] Checksum => _history.Checksum.GetCurrentHash();

    /// <summary>Appends an update.</summary>
    public void Append(TrainingProgress progress) => Write(MetricsLine.Format(progress));

    /// <summary>Flushes the file to disk.</summary>
    public void FlushToDisk() => _file.Flush(flushToDisk: true);

    public void Dispose() => _file.Dispose();

    private void Write(string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line + '\n');

        // A failed write may have left an incomplete line after this position. This line overwrites it.
        _file.Position = Length;
        _file.Write(bytes);
        _file.Flush();
        _history.Checksum.AppendData(bytes);
        Length += bytes.Length;
    }
}
