using TorchSharp;
using static TorchSharp.torch;
using Recorder = Masking.Training.Tests.Recorded<
    Masking.Training.Tests.ChoirPolicy.Observation,
    Masking.Training.Tests.ChoirPolicy.Actions
>;
using Row = Masking.Training.Tests.Tampered<Masking.Training.Tests.ChoirPolicy.Batch, Masking.Training.Tests.ChoirPolicy.Actions>;

namespace Masking.Training.Tests;

/// <summary>PPO with a reward, a value and a ratio of each actor.</summary>
public sealed class ChoirTests
{
    public static TheoryData<string, RatioScope> Cases => ChoirTrainers.Cases;

    [Theory]
    [InlineData(RatioScope.JointAction)]
    [InlineData(RatioScope.EachHead)]
    public void RewardsOfSingleActors_TeachThemToSing(RatioScope ratio) =>
        Assert.InRange(ShareOfRightNotes(rewardsSingers: true, ratio), 0.9, 1);

    [Fact]
    public void ASharedReward_TeachesThemNothing() =>
        Assert.InRange(ShareOfRightNotes(rewardsSingers: false, RatioScope.JointAction), 0, 0.6);

    [Theory, MemberData(nameof(Cases))]
    public void TheParameters_HaveTheSameBits_OnAnyNumberOfThreads(string policy, RatioScope ratio)
    {
        float[][] parameters = [.. new[] { 1, 2, 3, 8 }.Select(threads =>
        {
            PpoOptions options = ChoirTrainers.Options with { RatioOf = ratio, RowsPerShard = 5 };
            using ITrainer trainer = ChoirTrainers.Create(policy, options, threads);
            return Learned(trainer, updates: 3);
        })];

        Assert.All(parameters[1..], other => Assert.Equal(parameters[0], other));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Shards_AddUpToTheMinibatch_WhateverTheirActors(string policy, RatioScope ratio)
    {
        PpoOptions options = ChoirTrainers.Options with { RatioOf = ratio, ValueClipRange = 0.1 };
        using ITrainer whole = ChoirTrainers.Create(policy, options with { RowsPerShard = 1000 });
        using ITrainer divided = ChoirTrainers.Create(policy, options with { RowsPerShard = 1 });

        float[] expected = Learned(whole, updates: 1);
        float[] actual = Learned(divided, updates: 1);

        Assert.Equal(expected, actual, (left, right) => Math.Abs(left - right) < 1e-4);
        foreach (string metric in new[] { "entropy", "kl", "clip", "policy loss", "value loss" })
        {
            Assert.Equal(whole.Metric(metric), divided.Metric(metric), 1e-4);
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void InTheFirstMinibatch_ThePolicyIsTheOneThatActed(string policy, RatioScope ratio)
    {
        using ITrainer trainer = ChoirTrainers.Create(policy, ChoirTrainers.Options with { RatioOf = ratio, Minibatches = 1, Epochs = 1 });
        for (int update = 0; update < 3; update++)
        {
            Assert.True(trainer.Update(TestContext.Current.CancellationToken));
            Assert.Equal(0, trainer.Metric("kl"), 1e-9);
            Assert.Equal(0, trainer.Metric("clip"));
            Assert.All(trainer.Progress.Metrics, metric => Assert.True(double.IsFinite(metric)));
        }
    }

    [Fact]
    public void MasksRemovedBeforeStorage_AreAlsoRemovedFromTheOldPolicyOfEachActor()
    {
        ChoirPolicy.Batch batch = new(2, Choir.MaxSingers);
        using PpoTrainer<ChoirPolicy.Observation, ChoirPolicy.Actions, ChoirPolicy.Distribution> trainer = PpoTrainer.Of(
            Seeded(), batch, steps: 8,
            _ => new Row(ChoirPolicy.World(new Choir())) { OnWrite = (masked, row) => masked.SingMask(row, 2).AllowOnly(Note.High) },
            new PpoOptions { Minibatches = 1, Epochs = 1 });
        trainer.StoredObservationTransform = observation => observation with { SingMask = null };

        Assert.True(trainer.Update(TestContext.Current.CancellationToken));

        Assert.InRange(trainer.Metric("kl"), 0, 1e-6);
    }

    [Fact]
    public void Returns_AreTheRewardOfTheActorAndItsNextValue_WhichIsZeroWhereItIsGone()
    {
        ChoirPolicy policy = Seeded();
        ChoirPolicy.Rollout rollout = new(steps: 16, environments: 2, maxSingers: Choir.MaxSingers);
        Recorder recorder = new(Worlds(2, () => new Choir()));
        using var trainer = PpoTrainer.Of(
            policy, recorder, rollout, new PpoOptions { LearningRate = 0, AdvantageDecay = 0, Discount = 0.9 });

        Assert.True(trainer.Update(TestContext.Current.CancellationToken));

        using DisposeScope scope = NewDisposeScope();
        Assert.Contains(recorder.Steps, step => step.Truncated.Contains(true));
        Assert.Contains(recorder.Steps, step => step.Dones.Zip(step.Truncated).Any(row => row.First && !row.Second));
        Minibatch<ChoirPolicy.Observation, ChoirPolicy.Actions> all = rollout.All();
        float[] returns = all.Return.data<float>().ToArray();
        Assert.Equal([32, Choir.MaxSingers], all.Return.shape);
        for (int step = 0; step < 16; step++)
        {
            Recorder.Taken taken = recorder.Steps[step];
            float[] next = policy.ActGreedily(taken.After).Value.data<float>().ToArray();
            bool[] present = taken.Before.SingersMask.data<bool>().ToArray();
            for (int slot = 0; slot < present.Length; slot++)
            {
                int row = slot / Choir.MaxSingers;
                bool isTerminal = taken.Dones[row] && !taken.Truncated[row];
                float expected = taken.ActorRewards[row][slot % Choir.MaxSingers] + (isTerminal ? 0 : 0.9f * next[slot]);
                Assert.Equal(present[slot] ? expected : 0, returns[(step * present.Length) + slot], 1e-5f);
            }
        }
    }

    [Fact]
    public void WithoutRewardsOfActors_AllPresentOnesHaveThatOfTheStep()
    {
        ChoirPolicy.Rollout rollout = new(steps: 4, environments: 2, maxSingers: Choir.MaxSingers);
        using var trainer = PpoTrainer.Of(
            Seeded(),
            Worlds(2, () => new Choir(), row => row.OnStep = result => new StepResult(3, EpisodeStatus.Terminated) { Penalty = -1 }),
            rollout,
            new PpoOptions());

        Assert.True(trainer.Update(TestContext.Current.CancellationToken));

        using Minibatch<ChoirPolicy.Observation, ChoirPolicy.Actions> all = rollout.All();
        bool[] present = all.Present!.data<bool>().ToArray();
        Assert.Equal(present.Select(isPresent => isPresent ? 2f : 0), all.Return.data<float>().ToArray());
        Assert.Equal(3, trainer.Progress.MeanReturn);
    }

    [Fact]
    public void ATraining_LeavesNoTensorBehind()
    {
        using ITrainer trainer = ChoirTrainers.Create("set", ChoirTrainers.Options);
        Learned(trainer, updates: 3);

        Assert.Equal(0, LiveTensors.AddedBy(() => trainer.Update(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void OfActors_AddsTheRewardsToTheReturn()
    {
        StepResult result = StepResult.OfActors(new float[] { 1, -3, 0.5f }, EpisodeStatus.Truncated);

        Assert.Equal((-1.5f, EpisodeStatus.Truncated), (result.Reward, result.Status));
        Assert.Equal([1, -3, 0.5f], result.ActorRewards.ToArray());
        Assert.True(new StepResult(1).ActorRewards.IsEmpty);
    }

    [Fact]
    public void RewardsOfActors_AreCopiedBeforeTheNextEpisodeBegins_WithThePenalty()
    {
        using var worlds = Worlds(2, () => new Choir(limit: 1), row => row.OnStep = result => result with
        {
            Status = EpisodeStatus.Terminated,
            Penalty = -2,
        });
        using ChoirPolicy policy = Seeded();
        using Step<ChoirPolicy.Actions> step = policy.Act(worlds.Observe(), new RandomStream(1));

        VectorStepResult result = worlds.Step(step.Actions);

        Assert.All(result.ActorRewards, rewards => Assert.Equal(-2 * Choir.MaxSingers, rewards.ToArray().Sum(), 1e-5f));
        Assert.Equal(result.FinishedReturns.Select(each => (float)each - 2), result.Rewards);
    }

    [Theory]
    [InlineData("nan", "returned the reward NaN for actor 4 in ActorRewards")]
    [InlineData("few", "returned 2 ActorRewards, expected 6, one for every slot of the set or map, or none,")]
    public void WrongRewardsOfActors_NameRowStepAndMember(string mistake, string message)
    {
        float[] wrong = mistake == "few" ? [1, 2] : [0, 0, 0, 0, float.NaN, 0];
        int steps = 0;
        using var trainer = PpoTrainer.Of(
            Seeded(), new ChoirPolicy.Batch(3, Choir.MaxSingers), steps: 8,
            index => new Row(ChoirPolicy.World(new Choir()))
            {
                OnStep = result => index == 1 && ++steps == 5 ? result with { ActorRewards = wrong } : result,
            });

        EnvironmentException exception = Assert.Throws<EnvironmentException>(() =>
            trainer.Update(TestContext.Current.CancellationToken));

        Assert.Equal($"The environment in row 1 {message} at step 5.", exception.Message);
        Assert.Equal((1, "ActorRewards", 5), (exception.Row, exception.Member, exception.Step));
    }

    [Fact]
    public void RewardsOfActors_ForAPolicyWithOneValue_AreRefused_InEveryTrainer()
    {
        const string Message = "The environment in row 0 returned 2 ActorRewards, expected none, because the policy does not have a value "
            + "of each actor, [Value(Each = …)], at step 1.";
        using var ppo = PpoTrainer.Of(
            new PairPolicy(), environments: 1, steps: 4,
            _ => new Tampered<PairPolicy.Batch, PairPolicy.Actions>(new PairWorld())
            {
                OnStep = result => result with { ActorRewards = new float[2] },
            });
        using var dqn = DqnTrainer.Of(
            new CorridorValues(), new CorridorValues(), 1,
            _ => new Tampered<CorridorValues.Batch, CorridorValues.Actions>(new CorridorWorld())
            {
                OnStep = result => result with { ActorRewards = new float[2] },
            },
            Corridor.Options,
            threads: 1);

        foreach (ITrainer trainer in new ITrainer[] { ppo, dqn })
        {
            Assert.Equal(Message, Assert.Throws<EnvironmentException>(() => trainer.Update(TestContext.Current.CancellationToken)).Message);
        }
    }

    [Fact]
    public void AlternatingSides_NeedOneValue()
    {
        using ChoirPolicy policy = Seeded();
        using ChoirPolicy.Batch batch = new(1, Choir.MaxSingers);

        ArgumentException refused = Assert.Throws<ArgumentException>(() =>
            PpoTrainer.Of(policy, batch, steps: 4, _ => ChoirPolicy.World(new Choir()), new PpoOptions { AlternatesSides = true }));

        Assert.StartsWith("ChoirPolicy: PpoOptions.AlternatesSides needs one value per environment", refused.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void APolicyWithValuesOfActors_IsCloned()
    {
        using var worlds = Worlds(8, () => new Choir());
        using ChoirPolicy.Batch sizes = new(8, Choir.MaxSingers);
        using var demonstrations = Demonstrations.Record(sizes, worlds, Sing, steps: 40);
        using var trainer = BehaviorCloning.Of(Seeded(), demonstrations, new CloningOptions { LearningRate = 1e-2 });

        trainer.Run(8 * 40 * 10, cancellationToken: TestContext.Current.CancellationToken);

        Assert.InRange(trainer.Metric("agreement"), 0.95, 1);

        static ChoirPolicy.Actions Sing(ChoirPolicy.Observation observation)
        {
            Tensor absent = observation.SingersMask.logical_not();
            Tensor notes = observation.Singers.argmax(2).masked_fill(absent, Constant.Of(-1));
            return new ChoirPolicy.Actions { Sing = notes, Loudly = zeros_like(notes).masked_fill(absent, Constant.Of(-1)) };
        }
    }

    private static double ShareOfRightNotes(bool rewardsSingers, RatioScope ratio)
    {
        using PpoTrainer<ChoirPolicy.Observation, ChoirPolicy.Actions, ChoirPolicy.Distribution> trainer = PpoTrainer.Of(
            Seeded(), new ChoirPolicy.Batch(16, Choir.MaxSingers), steps: 8,
            _ => ChoirPolicy.World(new Choir { RewardsSingers = rewardsSingers }),
            new PpoOptions { LearningRate = 1e-2, Minibatches = 2, RatioOf = ratio },
            threads: 1);
        trainer.Run(16 * 8 * 30, cancellationToken: TestContext.Current.CancellationToken);

        List<Choir> choirs = [];
        using var worlds = Worlds(16, () =>
        {
            Choir choir = new();
            choirs.Add(choir);
            return choir;
        });
        Episodes.Returns(worlds, trainer.Policy, stream: null, episodesPerRow: 5);
        return (double)choirs.Sum(choir => choir.Right) / choirs.Sum(choir => choir.Sung);
    }

    private static ParallelEnvironments<ChoirPolicy.Batch, ChoirPolicy.Observation, ChoirPolicy.Actions> Worlds(
        int count, Func<Choir> choir, Action<Row>? tamper = null) => ParallelEnvironments.Of(
        new ChoirPolicy.Batch(count, Choir.MaxSingers),
        batch => batch.Observation,
        Enumerable.Range(0, count).Select(_ =>
        {
            Row row = new(ChoirPolicy.World(choir()));
            tamper?.Invoke(row);
            return row;
        }),
        seed: 1);

    private static ChoirPolicy Seeded()
    {
        set_num_threads(1);
        manual_seed(1);
        return new ChoirPolicy();
    }

    private static float[] Learned(ITrainer trainer, int updates)
    {
        for (int update = 0; update < updates; update++)
        {
            Assert.True(trainer.Update(TestContext.Current.CancellationToken));
        }

        return trainer switch
        {
            PpoTrainer<ChoirPolicy.Observation, ChoirPolicy.Actions, ChoirPolicy.Distribution> set => set.Policy.Numbers(),
            PpoTrainer<ChoirRecallPolicy.Observation, ChoirRecallPolicy.Actions, ChoirRecallPolicy.Distribution> memory =>
                memory.Policy.Numbers(),
            PpoTrainer<ChoirMapPolicy.Observation, ChoirMapPolicy.Actions, ChoirMapPolicy.Distribution> map => map.Policy.Numbers(),
            _ => throw new ArgumentException("expected a trainer of a choir.", nameof(trainer)),
        };
    }
}
