using static Masking.Training.Tests.SavedTrainers;
using static TorchSharp.torch;

namespace Masking.Training.Tests;

/// <summary>Environments that are divided into shards.</summary>
public sealed class ShardTests
{
    private const int StepsPerUpdate = ShardedTrainings.Environments * ShardedTrainings.Steps;

    public static TheoryData<string> Policies => ShardedTrainings.Policies;

    [Theory, MemberData(nameof(Policies))]
    public void TheState_HasTheSameBits_OnAnyNumberOfThreads_AndWithAnyRunner(string policy)
    {
        byte[] expected = Trained(ShardedTrainings.Create(policy, shards: 3));

        Assert.Equal(expected, Trained(ShardedTrainings.Create(policy, shards: 3, threads: 4)));
        Assert.Equal(expected, Trained(ShardedTrainings.Create(policy, shards: 3, runnerOf: create => new UnreliableRunner(create))));
    }

    [Theory, MemberData(nameof(Policies))]
    public void OneShardOfARunner_HasTheParametersOfEnvironmentsThatStepTogether(string policy)
    {
        using ITrainer together = ShardedTrainings.Create(policy, shards: 1);
        using ITrainer shard = ShardedTrainings.Create(policy, shards: 1, runnerOf: create => new UnreliableRunner(create));

        for (int update = 0; update < 4; update++)
        {
            together.Update(TestContext.Current.CancellationToken);
            shard.Update(TestContext.Current.CancellationToken);
            Assert.Equal(together.Progress.Metrics, shard.Progress.Metrics);
            Assert.Equal(
                (together.Progress.Episodes, together.Progress.MeanReturn, together.Progress.EnvironmentSteps),
                (shard.Progress.Episodes, shard.Progress.MeanReturn, shard.Progress.EnvironmentSteps));
        }
    }

    /// <summary>
    /// The first rollout is compared. Later ones differ, because the first update rounds differently if rows were acted on in other groups.
    /// </summary>
    [Theory, MemberData(nameof(Policies))]
    public void TheFirstRollout_DoesNotDependOnTheNumberOfShards(string policy)
    {
        using ITrainer one = ShardedTrainings.Create(policy, shards: 1);
        using ITrainer several = ShardedTrainings.Create(policy, shards: ShardedTrainings.Environments);

        one.Update(TestContext.Current.CancellationToken);
        several.Update(TestContext.Current.CancellationToken);

        Assert.Equal(
            (one.Progress.Episodes, one.Progress.MeanReturn), (several.Progress.Episodes, several.Progress.MeanReturn));
        Assert.All(one.Progress.Metrics.Zip(several.Progress.Metrics), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Theory, MemberData(nameof(Policies))]
    public void ASavedTraining_ContinuesExactly(string policy)
    {
        byte[] expected = Trained(ShardedTrainings.Create(policy, shards: 3), updates: 4);
        byte[] half = Trained(ShardedTrainings.Create(policy, shards: 3), updates: 2);
        ITrainer resumed = ShardedTrainings.Create(policy, shards: 3);
        resumed.Load(new BinaryReader(new MemoryStream(half)));

        Assert.Equal(2 * StepsPerUpdate, resumed.Progress.EnvironmentSteps);
        Assert.Equal(expected, Trained(resumed, updates: 2));
    }

    [Fact]
    public void TheInitialParameters_DoNotDependOnTheThreadsOfLibtorch()
    {
        float[][] parameters = [.. new[] { 1, 2 }.Select(threads =>
        {
            set_num_threads(threads);
            manual_seed(1);
            using var trainer = ShardedTrainings.Agent(shards: 2).CreateTrainer(threads: 1);
            return trainer.Policy.Numbers();
        })];

        Assert.Equal(parameters[0], parameters[1]);
    }

    [Fact]
    public void ACanceledUpdate_ChangesNothing()
    {
        using ITrainer trainer = ShardedTrainings.Create("set", shards: 2);
        trainer.Update(TestContext.Current.CancellationToken);
        byte[] before = Saved(trainer);
        using CancellationTokenSource canceled = new();
        canceled.Cancel();

        Assert.False(trainer.Update(canceled.Token));

        Assert.Equal(before, Saved(trainer));
    }

    [Fact]
    public void Rendering_ChangesNothing()
    {
        using ITrainer trainer = ShardedTrainings.Create("agent", shards: 2);
        trainer.Update(TestContext.Current.CancellationToken);
        byte[] before = Saved(trainer);

        Assert.NotEmpty(trainer.RenderEpisode());

        Assert.Equal(before, Saved(trainer));
    }

    [Fact]
    public void AnotherNumberOfShards_IsAnotherTraining()
    {
        using ITrainer two = ShardedTrainings.Create("set", shards: 2);
        using ITrainer three = ShardedTrainings.Create("set", shards: 3);

        Assert.Contains(new KeyValuePair<string, string>("shards", "2"), two.Settings);
        Assert.NotEqual(two.Settings, three.Settings);
    }

    [Fact]
    public void AFailingEnvironment_IsNamedByItsRowAmongAll()
    {
        const int FailingRow = 5;
        using ITrainer trainer = ShardedTrainings.Agent(shards: 3, row => new Tampered<TMazePolicy.Batch, TMazePolicy.Actions>(
            TMazePolicy.World(new TMaze(length: 9)))
        {
            OnStep = result => row == FailingRow ? throw new FormatException("no such level") : result,
        }).CreateTrainer(threads: 1);

        EnvironmentException exception = Assert.Throws<EnvironmentException>(() =>
            trainer.Update(TestContext.Current.CancellationToken));

        Assert.Equal((FailingRow, 1), (exception.Row, exception.Step));
    }

    [Fact]
    public void EnvironmentsThatDoNotSaveTheirState_AreRefused_BeforeTheyStep()
    {
        var definition = ShardedTrainings.Agent(
            shards: 2, _ => new Unsaved<TMazePolicy.Batch, TMazePolicy.Actions>(TMazePolicy.World(new TMaze(length: 9))));

        ArgumentException exception = Assert.Throws<ArgumentException>(() => definition.CreateTrainer(threads: 1));

        Assert.StartsWith(
            "TMazePolicy: expected environments that save their state, because a shard may continue in another process. Implement "
                + "ICheckpointable",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(ShardedTrainings.Environments + 1)]
    public void ANumberOfShardsThatDoesNotFit_IsRefused(int shards) =>
        Assert.Equal("Shards", Assert.Throws<ArgumentOutOfRangeException>(() =>
            ShardedTrainings.Agent(shards).CreateTrainer(threads: 1)).ParamName);

    [Fact]
    public void ATransformOfObservations_BelongsToTheDefinition()
    {
        using var trainer = ShardedTrainings.Agent(shards: 2).CreateTrainer(threads: 1);

        Assert.StartsWith(
            "TMazePolicy: expected StoredObservationTransform in the definition of the training",
            Assert.Throws<InvalidOperationException>(() => trainer.StoredObservationTransform = observation => observation).Message,
            StringComparison.Ordinal);
        Assert.Null(trainer.StoredObservationTransform);
    }

    [Fact]
    public void ADamagedState_IsRefused_AndTheTrainingStaysAsItIs()
    {
        using ITrainer trainer = ShardedTrainings.Create("set", shards: 2);
        trainer.Update(TestContext.Current.CancellationToken);
        byte[] saved = Saved(trainer);

        Assert.ThrowsAny<IOException>(() => trainer.Load(new BinaryReader(new MemoryStream(saved[..^1]))));

        Assert.Equal(saved, Saved(trainer));
    }

    [Fact]
    public void NoTensorIsLeftBehind()
    {
        using ITrainer trainer = ShardedTrainings.Create("memory", shards: 3, threads: 2);
        trainer.Update(TestContext.Current.CancellationToken);

        Assert.Equal(0, LiveTensors.AddedBy(() => trainer.Update(TestContext.Current.CancellationToken)));
    }
}
