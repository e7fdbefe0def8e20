using Masking.Training;

namespace Masking.Orleans.Tests;

/// <summary>Rollouts of shards that are not what a shard returns.</summary>
public sealed class MalformedRolloutTests
{
    private const int Shard = 2;

    [Fact]
    public void AMalformedRollout_FailsTheUpdate_NamesTheShard_AndChangesNothing()
    {
        int seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        Random random = new(seed);
        byte[] expected = CoinTrainings.Train(CoinTrainings.Define().CreateTrainer(threads: 1), updates: 3);
        Damage[] damages =
        [
            rollout => rollout with { Steps = default },
            rollout => rollout with { Steps = Garbage(random, rollout.Steps.Length) },
            rollout => rollout with { Steps = rollout.Steps[..^1] },
            rollout => rollout with { Steps = rollout.Steps[..random.Next(rollout.Steps.Length)] },
            rollout => rollout with { Steps = (byte[])[.. rollout.Steps.Span, 0] },
            rollout => rollout with { Steps = WithoutValues(rollout.Steps.ToArray()) },
            rollout => rollout with { NextState = default },
            rollout => rollout with { NextState = Garbage(random, rollout.NextState.Length) },
        ];
        using DamagingRunner runner = new();
        ITrainer trainer = CoinTrainings.Define().CreateTrainer(threads: 1, runner);

        byte[] actual = CoinTrainings.Train(trainer, updates: 3, _ =>
        {
            foreach (Damage damage in damages)
            {
                runner.Next = damage;
                InvalidDataException exception = Assert.Throws<InvalidDataException>(() =>
                    trainer.Update(TestContext.Current.CancellationToken));
                Assert.Contains($"part {Shard} of 4", exception.Message, StringComparison.Ordinal);
            }
        });

        Assert.Equal(expected, actual);
    }

    /// <summary>
    /// Removes the values of the last states. They follow their number, which is that of the rows, and precede the finished episodes.
    /// </summary>
    private static byte[] WithoutValues(byte[] steps)
    {
        const int Rows = 2;
        const int EpisodeBytes = sizeof(int) + sizeof(double);
        int episodes = Enumerable.Range(0, steps.Length / EpisodeBytes).First(count =>
            BitConverter.ToInt32(steps, End(count)) == count && BitConverter.ToInt32(steps, Begin(count)) == Rows);
        return [.. steps[..Begin(episodes)], .. BitConverter.GetBytes(0), .. steps[End(episodes)..]];

        int End(int count) => steps.Length - sizeof(int) - (count * EpisodeBytes);

        int Begin(int count) => End(count) - (Rows * sizeof(float)) - sizeof(int);
    }

    private static byte[] Garbage(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private delegate ShardRollout Damage(ShardRollout rollout);

    /// <summary>Runs shards in this process, and damages the next rollout of one of them.</summary>
    private sealed class DamagingRunner : IShardRunner
    {
        private readonly IRolloutShard[] _shards;

        public DamagingRunner()
        {
            IShardedTraining training = CoinTrainings.Define();
            _shards = [.. Enumerable.Range(0, training.Shards).Select(training.CreateShard)];
        }

        /// <summary>Damages the next rollout; null: it is right.</summary>
        public Damage? Next { get; set; }

        public IReadOnlyList<ShardRollout> Collect(
            ReadOnlyMemory<byte> parameters, IReadOnlyList<ReadOnlyMemory<byte>> states, CancellationToken cancellationToken)
        {
            ShardRollout[] rollouts = [.. _shards.Select((shard, index) =>
            {
                shard.LoadParameters(parameters);
                return shard.Collect(states[index], cancellationToken);
            })];
            if (Next is { } damage)
            {
                (rollouts[Shard], Next) = (damage(rollouts[Shard]), null);
            }

            return rollouts;
        }

        public void Dispose() => Array.ForEach(_shards, shard => shard.Dispose());
    }
}
