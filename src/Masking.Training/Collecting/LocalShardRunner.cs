namespace Masking.Training;

/// <summary>Runs the shards of a training in this process, on several threads.</summary>
/// <param name="shards">The shards. They are disposed with this object.</param>
/// <param name="threads">The maximum number of threads. The results do not depend on it.</param>
internal sealed class LocalShardRunner(IReadOnlyList<IRolloutShard> shards, int threads) : IShardRunner
{
    /// <inheritdoc/>
    public IReadOnlyList<ShardRollout> Collect(
        ReadOnlyMemory<byte> parameters, IReadOnlyList<ReadOnlyMemory<byte>> states, CancellationToken cancellationToken)
    {
        ShardRollout[] rollouts = new ShardRollout[shards.Count];
        WorkerThreads.For(shards.Count, threads, shard =>
        {
            shards[shard].LoadParameters(parameters);
            rollouts[shard] = shards[shard].Collect(states[shard], cancellationToken);
        });
        return rollouts;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IRolloutShard shard in shards)
        {
            shard.Dispose();
        }
    }
}
