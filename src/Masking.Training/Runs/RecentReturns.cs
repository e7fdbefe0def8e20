using System.Runtime.InteropServices;

namespace Masking.Training;

/// <summary>The returns of the most recently finished episodes.</summary>
/// <param name="capacity">The maximum number of returns.</param>
public sealed class RecentReturns(int capacity) : ICheckpointable
{
    private readonly Queue<double> _recent = new(capacity);

    /// <summary>The number of episodes finished, including those whose return is no longer stored.</summary>
    public int Episodes { get; private set; }

    /// <summary>The mean of the stored returns; null before the first episode has finished.</summary>
    public double? Mean => _recent.Count == 0 ? null : _recent.Average();

    /// <summary>Adds a finished episode.</summary>
    /// <param name="episodeReturn">The undiscounted return of the episode.</param>
    public void Add(double episodeReturn)
    {
        Episodes++;
        if (_recent.Count == capacity)
        {
            _recent.Dequeue();
        }

        _recent.Enqueue(episodeReturn);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Episodes);
        writer.Write(_recent.Count);
        foreach (double episodeReturn in _recent)
        {
            writer.Write(episodeReturn);
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        int episodes = reader.ReadInt32("episodes", 0, int.MaxValue);
        int count = Math.Min(episodes, capacity);
        double[] recent = new double[reader.ReadInt32("number of recent returns", count, count)];
        reader.ReadExactly(MemoryMarshal.AsBytes(recent.AsSpan()));
        Episodes = episodes;
        _recent.Clear();
        Array.ForEach(recent, _recent.Enqueue);
    }
}
