using System.Diagnostics;
using Masking.Training;

namespace Masking.Benchmarks.Distributed;

/// <summary>Runs shards one after the other in this process, and times them.</summary>
/// <param name="training">The training.</param>
internal sealed class ShardTimer(IShardedTraining training) : IShardRunner
{
    private readonly IRolloutShard[] _shards = [.. Enumerable.Range(0, training.Shards).Select(training.CreateShard)];

    /// <summary>The seconds of each rollout of a shard, without its environments.</summary>
    public List<double> ActingTimes { get; } = [];

    /// <summary>The seconds of the environments in each rollout of a shard.</summary>
    public List<double> EnvironmentTimes { get; } = [];

    /// <summary>The rollouts of the last update.</summary>
    public IReadOnlyList<ShardRollout> Rollouts { get; private set; } = [];

    /// <summary>The bytes of the parameters.</summary>
    public int Parameters { get; private set; }

    /// <summary>The seconds of the last update in which the shards ran.</summary>
    public double CollectingTime { get; private set; }

    /// <summary>Forgets all times.</summary>
    public void Clear()
    {
        ActingTimes.Clear();
        EnvironmentTimes.Clear();
    }

    /// <inheritdoc/>
    public IReadOnlyList<ShardRollout> Collect(
        ReadOnlyMemory<byte> parameters, IReadOnlyList<ReadOnlyMemory<byte>> states, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        Parameters = parameters.Length;
        Rollouts = [.. _shards.Select((shard, index) => Collect(shard, parameters, states[index], cancellationToken))];
        CollectingTime = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return Rollouts;
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_shards, shard => shard.Dispose());

    private ShardRollout Collect(
        IRolloutShard shard, ReadOnlyMemory<byte> parameters, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        shard.LoadParameters(parameters);
        ShardRollout rollout = shard.Collect(state, cancellationToken);
        TimeSpan time = Stopwatch.GetElapsedTime(started);
        ActingTimes.Add((time - rollout.EnvironmentTime).TotalSeconds);
        EnvironmentTimes.Add(rollout.EnvironmentTime.TotalSeconds);
        return rollout;
    }
}
