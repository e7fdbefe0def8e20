using TorchSharp;
using static TorchSharp.torch;
using PickTrainer = Masking.Training.BehaviorCloningTrainer<
    Masking.Training.Tests.PickPolicy.Observation,
    Masking.Training.Tests.PickPolicy.Actions,
    Masking.Training.Tests.PickPolicy.Distribution>;
using RecallTrainer = Masking.Training.BehaviorCloningTrainer<
    Masking.Training.Tests.RecallPolicy.Observation,
    Masking.Training.Tests.RecallPolicy.Actions,
    Masking.Training.Tests.RecallPolicy.Distribution>;

namespace Masking.Training.Tests;

public sealed class BehaviorCloningTests
{
    [Fact]
    public void ARule_IsImitated_OnPairsThatWereNotLearnedFrom()
    {
        using PickTrainer trainer = Picker(new CloningOptions { LearningRate = 1e-2, ValidationShare = 0.25 });

        Run(trainer, 30 * 1440);

        Assert.Equal(["loss", "entropy", "validation loss", "agreement", "agreement/Pick", "agreement/IsPositive"], trainer.MetricNames);
        Assert.InRange(trainer.Metric("agreement"), 0.9, 1);
        Assert.InRange(trainer.Metric("agreement/Pick"), 0.9, 1);
        Assert.InRange(trainer.Metric("agreement/IsPositive"), 0.9, 1);
        Assert.InRange(trainer.Metric("validation loss"), 0, 0.3);
        Assert.Equal(30, trainer.Progress.Updates);
        Assert.Equal(30 * 1440, trainer.Progress.EnvironmentSteps);
    }

    [Fact]
    public void ARuleThatNeedsMemory_IsImitatedByARecurrentPolicy()
    {
        using RecallTrainer trainer = Recaller(new CloningOptions { LearningRate = 1e-2, SequenceLength = 12, BatchSize = 192 });

        Run(trainer, 25 * 32 * 44);

        // The place is not shown in three of four steps, in which a third of the guesses would agree. Sequences of 12 steps begin within
        // an episode of four in half of the environments.
        Assert.InRange(trainer.Metric("agreement"), 0.8, 1);
    }

    [Fact]
    public void TheFirstUpdate_ReportsTheLossOfTheInitialPolicy_InOneMinibatch()
    {
        using Demonstrations<PickPolicy.Observation, PickPolicy.Actions> demonstrations = Teacher.Picks(steps: 20);
        manual_seed(1);
        using PickTrainer trainer = BehaviorCloning.Of(
            new PickPolicy(), demonstrations, new CloningOptions { BatchSize = 1000, ValidationShare = 0 });
        using DisposeScope scope = NewDisposeScope();
        Rollout<PickPolicy.Observation, PickPolicy.Actions> rollout = demonstrations.ToRollout(0, 20);
        Minibatch<PickPolicy.Observation, PickPolicy.Actions> all = rollout.All();
        PickPolicy.Distribution initial = (PickPolicy.Distribution)trainer.Policy.call(all.Observation);
        double logProb = initial.LogProb(all.Actions).mean().ToDouble();

        Run(trainer, 1);

        Assert.Equal(["loss", "entropy"], trainer.MetricNames);
        Assert.Equal(-logProb, trainer.Metric("loss"), 1e-5);
        Assert.Equal(initial.Entropy().mean().ToDouble(), trainer.Metric("entropy"), 1e-5);
    }

    [Fact]
    public void TheParameters_HaveTheSameBits_OnAnyNumberOfThreads()
    {
        float[][] picks = [.. new[] { 1, 2, 3, 8 }.Select(threads =>
        {
            using PickTrainer trainer = Picker(new CloningOptions { RowsPerShard = 30 }, threads);
            Run(trainer, 3000);
            return trainer.Policy.Numbers();
        })];
        float[][] recalls = [.. new[] { 1, 2, 3, 8 }.Select(threads =>
        {
            using RecallTrainer trainer = Recaller(new CloningOptions { SequenceLength = 8, RowsPerShard = 30 }, threads);
            Run(trainer, 3000);
            return trainer.Policy.Numbers();
        })];

        Assert.All(picks[1..], other => Assert.Equal(picks[0], other));
        Assert.All(recalls[1..], other => Assert.Equal(recalls[0], other));
        Assert.NotEqual(picks[0].Length, recalls[0].Length);
    }

    [Fact]
    public void ASavedTraining_ContinuesExactly()
    {
        using RecallTrainer undisturbed = Recaller(new CloningOptions());
        Run(undisturbed, 4 * 32 * 44);
        using RecallTrainer interrupted = Recaller(new CloningOptions());
        Run(interrupted, 2 * 32 * 44);
        using MemoryStream saved = new();
        interrupted.Save(new BinaryWriter(saved));
        saved.Position = 0;

        using RecallTrainer resumed = Recaller(new CloningOptions(), seed: 2);
        resumed.Load(new BinaryReader(saved));
        Run(resumed, 4 * 32 * 44);

        Assert.Equal(4, resumed.Progress.Updates);
        Assert.Equal(undisturbed.Progress.EnvironmentSteps, resumed.Progress.EnvironmentSteps);
        Assert.Equal(undisturbed.Progress.Metrics, resumed.Progress.Metrics);
        Assert.Equal(undisturbed.Policy.Numbers(), resumed.Policy.Numbers());
        Assert.NotEqual(undisturbed.Policy.Numbers(), interrupted.Policy.Numbers());
    }

    [Fact]
    public void AnIllegalAction_IsRejectedWithItsPlace()
    {
        using Demonstrations<PickPolicy.Observation, PickPolicy.Actions> demonstrations = Teacher.Picks(steps: 20);
        using PickPolicy.Batch batch = new(environments: 32);
        batch.PickMask(7)[Place.Second] = false;
        using (DisposeScope scope = NewDisposeScope())
        {
            demonstrations.Add(
                batch.Observation,
                new PickPolicy.Actions
                {
                    Pick = ones(32, ScalarType.Int64),
                    IsPositive = zeros(32, ScalarType.Int64),
                });
        }

        using PickPolicy policy = new();
        ArgumentException exception = Assert.Throws<ArgumentException>(() => BehaviorCloning.Of(policy, demonstrations));

        Assert.StartsWith(
            "PickPolicy: expected demonstrations of legal actions, got an action of Pick that is masked, at step 20 of environment 7. "
                + "Record the masks that held when the action was taken.",
            exception.Message);
    }

    [Fact]
    public void NoDemonstrations_AndInvalidOptions_AreRejected()
    {
        using PickPolicy policy = new();
        using PickPolicy.Batch batch = new(environments: 2);
        using Demonstrations<PickPolicy.Observation, PickPolicy.Actions> none = Demonstrations.Of(batch);
        using Demonstrations<PickPolicy.Observation, PickPolicy.Actions> some = Teacher.Picks(steps: 2);

        Assert.StartsWith(
            "Expected demonstrations, got none. Add at least one step.",
            Assert.Throws<ArgumentException>(() => BehaviorCloning.Of(policy, none)).Message);
        Assert.Equal("CloningOptions.BatchSize: expected a whole number of 1 or more, got 0.", Error(new CloningOptions { BatchSize = 0 }));
        Assert.StartsWith("CloningOptions.SequenceLength: ", Error(new CloningOptions { SequenceLength = 0 }), StringComparison.Ordinal);
        Assert.StartsWith(
            "CloningOptions.LearningRate: ", Error(new CloningOptions { LearningRate = double.NaN }), StringComparison.Ordinal);
        Assert.StartsWith("CloningOptions.EntropyWeight: ", Error(new CloningOptions { EntropyWeight = -1 }), StringComparison.Ordinal);
        Assert.StartsWith("CloningOptions.MaxGradientNorm: ", Error(new CloningOptions { MaxGradientNorm = 0 }), StringComparison.Ordinal);
        Assert.StartsWith("CloningOptions.ValidationShare: ", Error(new CloningOptions { ValidationShare = 1 }), StringComparison.Ordinal);
        Assert.StartsWith("CloningOptions.RowsPerShard: ", Error(new CloningOptions { RowsPerShard = 0 }), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => some.Add(batch.Observation, new PickPolicy.Actions
        {
            Pick = zeros(32, ScalarType.Int64),
            IsPositive = zeros(32, ScalarType.Int64),
        }, [true]));

        string Error(CloningOptions options) =>
            Assert.Throws<ArgumentException>(() => BehaviorCloning.Of(policy, some, options)).Message.Replace(" (Parameter 'options')", "");
    }

    [Fact]
    public void ARecordedPlayer_IsImitated()
    {
        using RecallPolicy.Batch batch = new(environments: 8);
        using var worlds = ParallelEnvironments.Of(
            new RecallPolicy.Batch(environments: 8),
            each => each.Observation,
            Enumerable.Range(0, 8).Select(_ => new RecallWorld()),
            seed: 1);

        // The player always picks the third place.
        using var demonstrations = Demonstrations.Record(
            batch, worlds, _ => new RecallPolicy.Actions { Pick = tensor(new long[] { 2, 2, 2, 2, 2, 2, 2, 2 }) }, steps: 20);
        using RecallTrainer trainer = BehaviorCloning.Of(new RecallPolicy(), demonstrations, new CloningOptions { LearningRate = 1e-2 });
        Run(trainer, 10 * 8 * 18);
        IReadOnlyList<double> returns = Episodes.Returns(worlds, trainer.Policy, stream: null, episodesPerRow: 12);

        Assert.Equal(20, demonstrations.Steps);
        Assert.Equal(8, demonstrations.Environments);
        Assert.Equal(1, trainer.Metric("agreement"));
        Assert.InRange(returns.Average(), 0.5, 2.5);
        Assert.All(returns, episodeReturn => Assert.Contains(episodeReturn, new double[] { 0, 4 }));
    }

    [Fact]
    public void AWholeTraining_LeavesNoTensorBehind()
    {
        using RecallTrainer trainer = Recaller(new CloningOptions { ValidationShare = 0.25 }, threads: 1);
        Run(trainer, 1);

        Assert.Equal(0, LiveTensors.AddedBy(() => Run(trainer, trainer.Progress.EnvironmentSteps + 1)));
        Assert.Equal(2, trainer.Progress.Updates);
    }

    private static PickTrainer Picker(CloningOptions options, int threads = 2)
    {
        using Demonstrations<PickPolicy.Observation, PickPolicy.Actions> demonstrations = Teacher.Picks(steps: 60);
        manual_seed(1);
        return BehaviorCloning.Of(new PickPolicy(), demonstrations, options, threads);
    }

    private static RecallTrainer Recaller(CloningOptions options, int threads = 2, int seed = 1)
    {
        using Demonstrations<RecallPolicy.Observation, RecallPolicy.Actions> demonstrations = Teacher.Recalls(steps: 48);
        manual_seed(seed);
        return BehaviorCloning.Of(new RecallPolicy(), demonstrations, options, threads);
    }

    private static void Run(ITrainer trainer, long pairs) =>
        trainer.Run(pairs, cancellationToken: TestContext.Current.CancellationToken);
}
