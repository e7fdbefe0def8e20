using Masking.Training;

namespace Masking.Orleans.Tests;

/// <summary>The shards of a worker.</summary>
public sealed class ShardPoolTests
{
    [Fact]
    public async Task AShardIsCreatedOnce_RunsOneCallAtATime_AndIsDisposed()
    {
        CountingTraining training = new(CoinTrainings.Define());
        using WorkQueue work = new([], TrainingDescription.Of(training, new ClusterSettings()), new LearnerOptions());
        using ITrainer trainer = CoinTrainings.Define().CreateTrainer(threads: 1, new OrleansShardRunner(work));
        WorkerDescription worker = WorkerDescription.OfThisProcess(work.Run.Run, training, new ClusterSettings());
        work.Join(worker);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task updating = Task.Run(() => trainer.Update(stop.Token));
        LearnerGrain learner = new(work);
        ShardCall call = (await learner.Take(worker.Id))!;

        using (ShardPool pool = new(training, worker.Id, new ClusterSettings()))
        {
            ShardAnswer?[] answers = await Task.WhenAll(
                Enumerable.Range(0, 4).Select(_ => pool.Collect(call, learner, TestContext.Current.CancellationToken)));

            Assert.All(answers, answer => Assert.Equal(answers[0]!.Steps, answer!.Steps));
            Assert.Equal((1, 0, 1), (training.Created, training.Disposed, training.MostAtOnce));
        }

        Assert.Equal(1, training.Disposed);
        await stop.CancelAsync();
        await updating;
    }

    /// <summary>A training that counts its shards, and the calls that run at the same time.</summary>
    private sealed class CountingTraining(IShardedTraining training) : IShardedTraining
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
}
