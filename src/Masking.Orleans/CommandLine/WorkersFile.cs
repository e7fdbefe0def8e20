using System.Globalization;

namespace Masking.Orleans;

/// <summary>Records the workers of a training as comma-separated values, one line for each rollout.</summary>
/// <param name="path">The path of the file. It is created with the first line, and continued by a resumed training.</param>
internal sealed class WorkersFile(string path) : IDisposable
{
    private StreamWriter? _writer;

    /// <summary>Appends a line.</summary>
    /// <param name="workers">The number of workers.</param>
    /// <param name="repeated">The number of rollouts of shards that were requested again, since the process began.</param>
    /// <param name="duration">The time of the rollout.</param>
    public void Append(int workers, long repeated, TimeSpan duration)
    {
        if (_writer is null)
        {
            _writer = new StreamWriter(path, append: true) { AutoFlush = true };
            if (_writer.BaseStream.Position == 0)
            {
                _writer.WriteLine("time,workers,repeated,seconds");
            }
        }

        _writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{DateTime.UtcNow:O},{workers},{repeated},{duration.TotalSeconds:F3}"));
    }

    public void Dispose() => _writer?.Dispose();
}
