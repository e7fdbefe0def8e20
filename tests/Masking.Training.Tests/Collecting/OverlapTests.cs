using static Masking.Training.Tests.SavedTrainers;
using static TorchSharp.torch;

namespace Masking.Training.Tests;

/// <summary>Shards that collect the next rollout while the policy learns.</summary>
public sealed class OverlapTests
{
    private const int StepsPerUpdate = ShardedTrainings.Environments * ShardedTrainings.Steps;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    public static TheoryData<string> Policies => ShardedTrainings.Policies;

    [Theory, MemberData(nameof(Policies))]
    public void TheState_HasTheSameBits_OnAnyNumberOfThreads_AndWithAnyRunner(string policy)
    {
        byte[] expected = Trained(Create(policy, shards: 3));

        Assert.Equal(expected, Trained(Create(policy, shards: 3, threads: 4)));
        Assert.Equal(expected, Trained(Create(policy, shards: 3, create => new UnreliableRunner(create))));
    }

    [Fact]
    public void OneShard_HasTheSameBits_InThisProcessAndWithARunner() =>
        Assert.Equal(
            Trained(Create("agent", shards: 1)), Trained(Create("agent", shards: 1, create => new UnreliableRunner(create))));

    /// <summary>
    /// The reference does not overlap. Its runner replaces the parameters by those of the previous update. Metrics of single heads differ,
    /// because it measures them against parameters that did not collect the rollout.
    /// </summary>
    [Theory, MemberData(nameof(Policies))]
    public void AnUpdate_LearnsFromARolloutThatIsOneUpdateOlder(string policy)
    {
        using ITrainer overlapping = Create(policy, shards: 3);
        using ITrainer reference = ShardedTrainings.Create(
            policy, shards: 3, runnerOf: create => new LaggingRunner(new UnreliableRunner(create)));
        int metricsOfJointAction = overlapping.MetricNames.Count(name => !name.Contains('/'));

        for (int update = 0; update < 5; update++)
        {
            overlapping.Update(TestContext.Current.CancellationToken);
            reference.Update(TestContext.Current.CancellationToken);

            Assert.Equal(
                reference.Progress.Metrics.Take(metricsOfJointAction), overlapping.Progress.Metrics.Take(metricsOfJointAction));
            Assert.Equal(
                (reference.Progress.Episodes, reference.Progress.MeanReturn, reference.Progress.EnvironmentSteps),
                (overlapping.Progress.Episodes, overlapping.Progress.MeanReturn, overlapping.Progress.EnvironmentSteps));
        }
    }

    [Fact]
    public void TheShards_GetTheParametersFromBeforeAnUpdate()
    {
        var definition = Agent(shards: 2);
        RecordingRunner runner = new(new UnreliableRunner(definition.CreateShard));
        List<byte[]> before = [];
        using (var trainer = definition.CreateTrainer(threads: 1, runner))
        {
            for (int update = 0; update < 4; update++)
            {
                before.Add(Memory.Write(writer => ModuleState.Save(trainer.Policy, writer)).ToArray());
                Assert.True(trainer.Update(TestContext.Current.CancellationToken));
            }
        }

        Assert.Equal(4, before.DistinctBy(Convert.ToHexString).Count());
        Assert.Equal([before[0], .. before], runner.Parameters);
    }

    [Theory, MemberData(nameof(Policies))]
    public void ASavedTraining_ContinuesExactly(string policy)
    {
        byte[] expected = Trained(Create(policy, shards: 3), updates: 5);
        byte[] half = Trained(Create(policy, shards: 3), updates: 2);
        ITrainer resumed = Create(policy, shards: 3);
        resumed.Load(new BinaryReader(new MemoryStream(half)));

        Assert.Equal(2 * StepsPerUpdate, resumed.Progress.EnvironmentSteps);
        Assert.Equal(half, Saved(resumed));
        Assert.Equal(expected, Trained(resumed, updates: 3));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void ATrainingThatReturnsToASavedState_ContinuesExactly(int updates)
    {
        ITrainer trainer = Create("memory", shards: 2);
        Update(trainer, updates);
        byte[] saved = Saved(trainer);
        Update(trainer, 2);
        byte[] expected = Saved(trainer);
        Update(trainer, 1);

        trainer.Load(new BinaryReader(new MemoryStream(saved)));

        Assert.Equal(saved, Saved(trainer));
        Assert.Equal(expected, Trained(trainer, updates: 2));
    }

    [Fact]
    public void ACheckpoint_AlsoContainsTheParametersOfThePendingRollout()
    {
        using var trainer = Agent(shards: 2).CreateTrainer(threads: 1);
        using var other = ShardedTrainings.Agent(shards: 2).CreateTrainer(threads: 1);
        byte[] parameters = Memory.Write(writer => ModuleState.Save(trainer.Policy, writer)).ToArray();
        Assert.Equal(Saved(other).Length, Saved(trainer).Length);

        Update(trainer, 1);
        Update(other, 1);

        Assert.Equal(Saved(other).Length + sizeof(int) + parameters.Length, Saved(trainer).Length);
        Assert.Equal(parameters, Saved(trainer)[^parameters.Length..]);
    }

    [Fact]
    public void ADamagedState_IsRefused_AndTheTrainingContinuesAsBefore()
    {
        byte[] expected = Trained(Create("set", shards: 2), updates: 3);
        ITrainer trainer = Create("set", shards: 2);
        Update(trainer, 2);
        byte[] saved = Saved(trainer);

        Assert.ThrowsAny<IOException>(() => trainer.Load(new BinaryReader(new MemoryStream(saved[..^1]))));

        Assert.Equal(saved, Saved(trainer));
        Assert.Equal(expected, Trained(trainer, updates: 1));
    }

    /// <summary>The pending rollout is collected only after the wait for it was canceled.</summary>
    [Fact]
    public void ACanceledUpdate_ChangesNothing()
    {
        byte[] expected = Trained(Create("set", shards: 2), updates: 3);
        using CancellationTokenSource canceled = new();
        using ManualResetEventSlim released = new();
        ITrainer trainer = Create("set", shards: 2, create => new RecordingRunner(new UnreliableRunner(create))
        {
            OnBegin = (call, _) =>
            {
                if (call == 1)
                {
                    canceled.Cancel();
                    Assert.True(released.Wait(Deadline));
                }
            },
        });
        Update(trainer, 1);
        byte[] before = Saved(trainer);

        Assert.False(trainer.Update(canceled.Token));

        Assert.Equal(before, Saved(trainer));
        released.Set();
        Assert.Equal(expected, Trained(trainer, updates: 2));
    }

    [Fact]
    public void ACanceledUpdate_ChangesNothing_IfItIsTheFirst_OrItsRolloutIsThere()
    {
        byte[] expected = Trained(Create("set", shards: 2), updates: 2);
        using SemaphoreSlim collected = new(initialCount: 0);
        ITrainer trainer = Create("set", shards: 2, create => new RecordingRunner(new UnreliableRunner(create))
        {
            OnEnd = () => collected.Release(),
        });
        CancellationToken canceled = new(canceled: true);

        byte[] before = Saved(trainer);
        Assert.False(trainer.Update(canceled));
        Assert.Equal(before, Saved(trainer));
        Wait(collected);

        Update(trainer, 1);
        Wait(collected);
        Wait(collected);
        before = Saved(trainer);
        Assert.False(trainer.Update(canceled));
        Assert.Equal(before, Saved(trainer));
        Assert.Equal(expected, Trained(trainer, updates: 1));
    }

    [Fact]
    public void AFailingEnvironment_IsReportedByTheUpdateOfItsRollout_WhichCanBeRepeated()
    {
        const int FailingRow = 5;
        byte[] expected = Trained(Agent(shards: 3).CreateTrainer(threads: 1), updates: 3);
        bool fails = true;
        int steps = 0;
        ITrainer trainer = Agent(shards: 3, row => new Tampered<TMazePolicy.Batch, TMazePolicy.Actions>(
            TMazePolicy.World(new TMaze(length: 9)))
        {
            OnStep = result => row == FailingRow && ++steps > ShardedTrainings.Steps && fails
                ? throw new FormatException("no such level")
                : result,
        }).CreateTrainer(threads: 1);
        Update(trainer, 1);
        byte[] before = Saved(trainer);

        for (int time = 0; time < 2; time++)
        {
            EnvironmentException exception = Assert.Throws<EnvironmentException>(() =>
                trainer.Update(TestContext.Current.CancellationToken));

            Assert.Equal((FailingRow, ShardedTrainings.Steps + 1), (exception.Row, exception.Step));
            Assert.Equal(before, Saved(trainer));
        }

        fails = false;
        Assert.Equal(expected, Trained(trainer, updates: 2));
    }

    [Fact]
    public void Dispose_CancelsThePendingRollout_AndWaitsForIt_BeforeItDisposesTheRunner()
    {
        List<string> events = [];
        ITrainer trainer = Create("agent", shards: 2, create => new RecordingRunner(new UnreliableRunner(create))
        {
            OnBegin = (call, token) =>
            {
                if (call == 1)
                {
                    Assert.True(token.WaitHandle.WaitOne(Deadline));
                    events.Add("canceled");
                }
            },
            OnEnd = () => events.Add("ended"),
            OnDispose = () => events.Add("disposed"),
        });
        Update(trainer, 1);

        trainer.Dispose();

        Assert.Equal(["ended", "canceled", "ended", "disposed"], events);
    }

    [Fact]
    public void Rendering_ChangesNothing()
    {
        byte[] expected = Trained(Create("agent", shards: 2), updates: 2);
        ITrainer trainer = Create("agent", shards: 2);
        Update(trainer, 1);
        byte[] before = Saved(trainer);

        Assert.NotEmpty(trainer.RenderEpisode());

        Assert.Equal(before, Saved(trainer));
        Assert.Equal(expected, Trained(trainer, updates: 1));
    }

    [Fact]
    public void TheTimeOfTheEnvironments_IsAtMostTheTimeOfTheUpdate()
    {
        using ITrainer trainer = Create("agent", shards: 2, create => new RecordingRunner(new UnreliableRunner(create))
        {
            OnRollout = rollout => rollout with { EnvironmentTime = TimeSpan.FromDays(1) },
        });

        Update(trainer, 2);

        Assert.InRange(trainer.Progress.Time.Acting, TimeSpan.Zero, TimeSpan.FromHours(1));
        Assert.InRange(trainer.Progress.Time.Environment, TimeSpan.Zero, TimeSpan.FromHours(1));
    }

    [Fact]
    public void TheSettings_NameTheOption_WhereItIsSet()
    {
        KeyValuePair<string, string> setting = new("overlap", "True");
        using ITrainer with = Create("set", shards: 2);
        using ITrainer without = ShardedTrainings.Create("set", shards: 2);

        Assert.Equal(without.Settings, with.Settings.Where(each => !each.Equals(setting)));
        Assert.Contains(setting, with.Settings);
        Assert.DoesNotContain(setting, without.Settings);
        Assert.Contains(setting, ((IShardedTraining)Agent(shards: 2)).Settings);
        Assert.DoesNotContain(setting, ((IShardedTraining)ShardedTrainings.Agent(shards: 2)).Settings);
    }

    /// <summary>These policies have one head: both ratios are the same up to rounding if both are to the policy that acted.</summary>
    [Theory]
    [InlineData("memory")]
    [InlineData("map")]
    public void TheRatioOfAHead_IsToThePolicyThatCollected(string policy)
    {
        using ITrainer joint = Create(policy, shards: 2);
        using ITrainer heads = ShardedTrainings.Create(policy, shards: 2, overlap: true, ratioOf: RatioScope.EachHead);

        AssertSimilar(joint, heads);
    }

    [Fact]
    public void TheRatioOfStoredObservations_IsToThePolicyThatCollected()
    {
        using ITrainer stored = Agent(shards: 2).CreateTrainer(threads: 1);
        manual_seed(1);
        using ITrainer recomputed = (Agent(shards: 2) with { StoredObservationTransform = observation => observation })
            .CreateTrainer(threads: 1);

        AssertSimilar(stored, recomputed);
    }

    [Fact]
    public void EnvironmentsThatDoNotSaveTheirState_AreRefused_AlsoInOneShard() =>
        Assert.StartsWith(
            "TMazePolicy: expected environments that save their state",
            Assert.Throws<ArgumentException>(() => Agent(
                shards: 1, _ => new Unsaved<TMazePolicy.Batch, TMazePolicy.Actions>(TMazePolicy.World(new TMaze(length: 9))))
                .CreateTrainer(threads: 1)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void NoTensorIsLeftBehind()
    {
        using SemaphoreSlim collected = new(initialCount: 0);
        using ITrainer trainer = Create("memory", shards: 3, create => new RecordingRunner(
            new LocalShardRunner([.. Enumerable.Range(0, 3).Select(create)], threads: 1))
        {
            OnEnd = () => collected.Release(),
        });
        Update(trainer, 1);
        Wait(collected);
        Wait(collected);

        Assert.Equal(0, LiveTensors.AddedBy(() =>
        {
            Update(trainer, 1);
            Wait(collected);
        }));
    }

    private static ITrainer Create(
        string policy, int shards, Func<Func<int, IRolloutShard>, IShardRunner>? runnerOf = null, int threads = 1) =>
        ShardedTrainings.Create(policy, shards, threads, runnerOf, overlap: true);

    /// <summary>The definition for one agent in a T-maze, whose initial parameters are always the same.</summary>
    private static PpoDefinition<TMazePolicy.Observation, TMazePolicy.Actions, TMazePolicy.Distribution, TMazePolicy.Batch> Agent(
        int shards, Func<int, IEnvironment<TMazePolicy.Batch, TMazePolicy.Actions>>? createEnvironment = null)
    {
        manual_seed(1);
        return ShardedTrainings.Agent(shards, createEnvironment) with { Overlap = true };
    }

    private static void Update(ITrainer trainer, int updates)
    {
        for (int update = 0; update < updates; update++)
        {
            Assert.True(trainer.Update(TestContext.Current.CancellationToken));
        }
    }

    private static void Wait(SemaphoreSlim collected) =>
        Assert.True(collected.Wait(Deadline, TestContext.Current.CancellationToken));

    private static void AssertSimilar(ITrainer expected, ITrainer actual)
    {
        for (int update = 0; update < 3; update++)
        {
            Update(expected, 1);
            Update(actual, 1);
            Assert.All(expected.Progress.Metrics.Zip(actual.Progress.Metrics), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        }
    }
}
