using Masking.Training;

namespace Masking.Orleans.Tests;

/// <summary>A training that counts its shards, and the calls that run at the same time.</summary>
internal sealed class CountingTraining(IShardedTraining training) : IShardedTraining
{
    private int _running;

    public int Created { get; private set; }

    public int Disposed { get; private set; }

    public int MostAtOnce { get; private set; }

    public int Environments => training.Environments;

    public int Shards => training.Shards;

    public PolicyDeclaration Declaration => training.Declaration;

    public IReadOnlyList<KeyValuePair<string, string>> Settings => training.Settings;

    public ITrainer CreateTrainer(int? threads = null, IShardRunner? runner = null) => training.CreateTrainer(threads, runner);

    public IRolloutShard CreateShard(int shard)
    {
        Created++;
        return new CountingShard(this, training.CreateShard(shard));
    }

    private sealed class CountingShard(CountingTraining training, IRolloutShard shard) : IRolloutShard
    {
        public ReadOnlyMemory<byte> InitialState => shard.InitialState;

        public void LoadParameters(ReadOnlyMemory<byte> parameters) => shard.LoadParameters(parameters);

        public void Validate(ReadOnlyMemory<byte> state) => shard.Validate(state);

        public IEnumerable<string> RenderEpisode(ReadOnlyMemory<byte> state) => shard.RenderEpisode(state);

        public ShardRollout Collect(ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
        {
            training.MostAtOnce = Math.Max(training.MostAtOnce, Interlocked.Increment(ref training._running));
            try
            {
                return shard.Collect(state, cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref training._running);
            }
        }

        public void Dispose()
        {
            training.Disposed++;
            shard.Dispose();
        }
    }
}
