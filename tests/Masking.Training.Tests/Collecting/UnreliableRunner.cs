namespace Masking.Training.Tests;

/// <summary>Runs every shard in a new object, some of them twice, and in an order that differs from call to call.</summary>
/// <param name="createShard">Creates a shard.</param>
/// <param name="seed">The seed of the order.</param>
internal sealed class UnreliableRunner(Func<int, IRolloutShard> createShard, int seed = 1) : IShardRunner
{
    private readonly Random _random = new(seed);

    public IReadOnlyList<ShardRollout> Collect(
        ReadOnlyMemory<byte> parameters, IReadOnlyList<ReadOnlyMemory<byte>> states, CancellationToken cancellationToken)
    {
        int[] order = [.. Enumerable.Range(0, states.Count), _random.Next(states.Count)];
        _random.Shuffle(order);
        ShardRollout[] rollouts = new ShardRollout[states.Count];
        foreach (int index in order)
        {
            using IRolloutShard shard = createShard(index);
            shard.LoadParameters(parameters);
            rollouts[index] = shard.Collect(states[index], cancellationToken);
        }

        return rollouts;
    }

    public void Dispose()
    {
    }
}
