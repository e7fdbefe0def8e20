using System.Globalization;
using System.Text;

namespace Masking.Samples.Training;

/// <summary>The course of a training as comma-separated values: a line for each update, numbers in full.</summary>
internal sealed class MetricsFile : IDisposable
{
    private static readonly string[] FixedColumns = ["update", "steps", "episodes", "return"];

    private readonly FileStream _file;

    /// <summary>Opens the file, and cuts off what was written after a checkpoint.</summary>
    /// <param name="path">The file.</param>
    /// <param name="names">The names of the metrics.</param>
    /// <param name="length">The bytes that it had at the checkpoint; 0 without one.</param>
    /// <exception cref="CheckpointException">It is shorter than that, or of other metrics.</exception>
    public MetricsFile(string path, IReadOnlyList<string> names, long length)
    {
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            if (_file.Length < length)
            {
                throw new CheckpointException($"{path}: expected at least the {length} bytes that it had at the checkpoint, got {_file.Length}", isForeign: false);
            }

            _file.SetLength(length);
            if (length == 0)
            {
                Write([.. FixedColumns, .. names.Select(name => name.Replace(' ', '_'))]);
            }

            History = Read();
            _file.Position = _file.Length;
        }
        catch (Exception)
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>What it held when it was opened.</summary>
    public IReadOnlyList<TrainingProgress> History { get; }

    /// <summary>Its bytes.</summary>
    public long Length => _file.Length;

    /// <summary>Appends an update.</summary>
    public void Append(TrainingProgress progress)
    {
        string[] numbers = [$"{progress.Updates}", $"{progress.EnvironmentSteps}", $"{progress.Episodes}", Text(progress.MeanReturn), .. progress.Metrics.Select(each => Text(each))];
        Write(numbers);
    }

    /// <summary>Sees to it that everything is on the disk.</summary>
    public void FlushToDisk() => _file.Flush(flushToDisk: true);

    public void Dispose() => _file.Dispose();

    private static string Text(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private void Write(string[] cells)
    {
        _file.Write(Encoding.UTF8.GetBytes(string.Join(',', cells) + '\n'));
        _file.Flush();
    }

    private List<TrainingProgress> Read()
    {
        _file.Position = 0;
        using StreamReader reader = new(_file, leaveOpen: true);
        reader.ReadLine();
        List<TrainingProgress> history = [];
        while (reader.ReadLine()?.Split(',') is { } cells)
        {
            history.Add(new TrainingProgress(
                long.Parse(cells[1], CultureInfo.InvariantCulture),
                int.Parse(cells[0], CultureInfo.InvariantCulture),
                int.Parse(cells[2], CultureInfo.InvariantCulture),
                cells[3].Length == 0 ? null : double.Parse(cells[3], CultureInfo.InvariantCulture),
                [.. cells[FixedColumns.Length..].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))]));
        }

        return history;
    }
}
