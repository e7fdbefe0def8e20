using Masking.Samples.ConnectFour;
using Masking.Samples.Harvest;
using Masking.Samples.TeamCatcher;
using Masking.Training;
using static TorchSharp.torch;

namespace Masking.Samples.Tests;

/// <summary>The definitions of the samples, whose environments can be divided into shards.</summary>
public sealed class SampleShardTests
{
    private const int Shards = 2;

    public static TheoryData<string> Kinds { get; } = ["harvest", "team", "connect four"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AShardedTraining_HasTheSameBits_OnAnyNumberOfThreads(string kind)
    {
        byte[] expected = Trained(Begin(kind, Shards), updates: 2);

        Assert.Equal(expected, Trained(Begin(kind, Shards, threads: 3), updates: 2));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AShardedTraining_IsResumedExactly(string kind)
    {
        byte[] expected = Trained(Begin(kind, Shards), updates: 3);
        byte[] saved = Trained(Begin(kind, Shards), updates: 2);
        ITrainer resumed = Begin(kind, Shards, parameters: 2);
        resumed.Load(new BinaryReader(new MemoryStream(saved)));

        Assert.True(resumed.ResumesExactly);
        Assert.Equal(expected, Trained(resumed, updates: 1));
    }

    /// <summary>
    /// A shard begins with the saved state of its environments. The first rollout is compared, because later ones round differently.
    /// </summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void TheFirstRollout_DoesNotDependOnTheNumberOfShards(string kind)
    {
        using ITrainer one = Begin(kind, shards: 1);
        using ITrainer several = Begin(kind, Shards);

        Assert.True(one.Update(TestContext.Current.CancellationToken));
        Assert.True(several.Update(TestContext.Current.CancellationToken));

        Assert.Equal(one.Progress.Episodes, several.Progress.Episodes);
        Assert.All(one.Progress.Metrics.Zip(several.Progress.Metrics), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
    }

    private static ITrainer Begin(string kind, int shards, int threads = 1, int parameters = 1)
    {
        manual_seed(parameters);
        return kind switch
        {
            "harvest" => (HarvestTraining.Define(size: 4, Regime.Naive, new PpoOptions()) with { Shards = shards }).CreateTrainer(threads),
            "team" => (TeamTraining.Define(Variant.All[0], TeamTraining.Options) with { Shards = shards }).CreateTrainer(threads),
            "connect four" => ConnectFourTraining.CreateTrainer(
                ConnectFourTraining.Define(ConnectFourTraining.Options) with { Shards = shards }, threads),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "expected one of the kinds."),
        };
    }

    /// <summary>Makes a number of updates.</summary>
    /// <returns>The state of the trainer, which is disposed.</returns>
    private static byte[] Trained(ITrainer trainer, int updates)
    {
        using (trainer)
        {
            for (int update = 0; update < updates; update++)
            {
                Assert.True(trainer.Update(TestContext.Current.CancellationToken));
            }

            using MemoryStream stream = new();
            using BinaryWriter writer = new(stream);
            trainer.Save(writer);
            writer.Flush();
            return stream.ToArray();
        }
    }
}
