using Masking.Training;
using TorchSharp;
using static TorchSharp.torch;
using CoinTraining = Masking.Training.PpoDefinition<
    Masking.Orleans.Tests.CoinPolicy.Observation,
    Masking.Orleans.Tests.CoinPolicy.Actions,
    Masking.Orleans.Tests.CoinPolicy.Distribution,
    Masking.Orleans.Tests.CoinPolicy.Batch>;

namespace Masking.Orleans.Tests;

/// <summary>Trainings of a <see cref="CoinPolicy"/>.</summary>
internal static class CoinTrainings
{
    private static readonly Lock Seeding = new();

    /// <summary>Defines a training.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="failingRow">The row of an environment that fails; null if none does.</param>
    /// <param name="shards">The number of shards.</param>
    /// <param name="type">The element type of the policy.</param>
    public static CoinTraining Define(
        int seed = 1, int? failingRow = null, int shards = 4, ScalarType type = ScalarType.Float32) => PpoDefinition.Of(
        () => CreatePolicy(type),
        rows => new CoinPolicy.Batch(rows),
        row => new CoinWorld(row == failingRow),
        environments: 8,
        steps: 8) with
    {
        Shards = shards,
        Options = new PpoOptions { Seed = seed },
    };

    /// <summary>Defines a training of a policy with one head more.</summary>
    public static IShardedTraining DefineWithWorth() => PpoDefinition.Of(
        () => CreateSeeded(() => new PursePolicy()),
        rows => new PursePolicy.Batch(rows),
        _ => new PurseWorld(),
        environments: 8,
        steps: 8);

    /// <summary>Makes a number of updates.</summary>
    /// <returns>The state of the trainer, which is disposed.</returns>
    public static byte[] Train(ITrainer trainer, int updates, Action<int>? onUpdate = null)
    {
        using (trainer)
        {
            for (int update = 0; update < updates; update++)
            {
                onUpdate?.Invoke(update);
                Assert.True(trainer.Update(TestContext.Current.CancellationToken));
            }

            return StateOf(trainer);
        }
    }

    /// <summary>The state of a trainer.</summary>
    public static byte[] StateOf(ITrainer trainer)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        trainer.Save(writer);
        writer.Flush();
        return stream.ToArray();
    }

    private static CoinPolicy CreatePolicy(ScalarType type)
    {
        CoinPolicy policy = CreateSeeded(() => new CoinPolicy());
        policy.to(type);
        return policy;
    }

    /// <summary>Creates a policy. Its initial parameters do not depend on what other threads draw from TorchSharp.</summary>
    private static T CreateSeeded<T>(Func<T> create)
    {
        lock (Seeding)
        {
            manual_seed(1);
            return create();
        }
    }
}
