using TorchSharp;
using static TorchSharp.torch;
using World = Masking.Training.IVectorEnvironment<
    Masking.Training.Tests.TMazePolicy.Observation,
    Masking.Training.Tests.TMazePolicy.Actions
>;

namespace Masking.Training.Tests;

public sealed class PpoTrainerTests
{
    [Fact]
    public void BeforeAnythingIsLearned_TheRatioIsExactlyOne()
    {
        using DisposeScope scope = NewDisposeScope();
        using SmallTraining small = new();
        using World world = SmallTraining.Worlds(count: 16);
        Step<TMazePolicy.Actions> step = small.Policy.Act(world.Observe(), new RandomStream(1));

        Evaluation evaluation = small.Policy.Evaluate(world.Observe(), step.Actions);

        Assert.Equal(Enumerable.Repeat(1f, 16), evaluation.LogProb.sub(step.LogProb).exp().data<float>().ToArray());
    }

    [Fact]
    public void InTheFirstMinibatch_ThePolicyIsTheOneThatActed()
    {
        using SmallTraining small = new(SmallTraining.Options with { Epochs = 1, Minibatches = 1 });

        small.Train(64);

        // Not exactly 0: a matrix product of 64 rows may be rounded differently from four products of 16.
        Assert.Equal(0, small.Metric("kl"), 1e-9);
        Assert.Equal(0, small.Metric("clip"));
    }

    [Fact]
    public void AnUpdate_LearnsFromEveryEnvironmentStepOnce()
    {
        using SmallTraining small = new();

        small.Train(65);

        Assert.Equal([64L, 128], small.Run.History.Select(progress => progress.EnvironmentSteps));
        Assert.Equal([1, 2], small.Run.History.Select(progress => progress.Updates));
        Assert.Equal(0, small.Run.Progress.Episodes);
        Assert.Null(small.Run.Progress.MeanReturn);
    }

    [Fact]
    public void TheMeanReturn_IsOverTheMostRecentEpisodes()
    {
        RecentReturns returns = new(capacity: 2);
        Assert.Null(returns.Mean);

        returns.Add(1);
        returns.Add(2);
        returns.Add(5);

        Assert.Equal(3.5, returns.Mean);
        Assert.Equal(3, returns.Episodes);
    }

    [Fact]
    public void Progress_IsReportedAfterEachUpdate()
    {
        using SmallTraining small = new();
        Reports reports = new();

        small.Train(256, reports);

        Assert.Equal(small.Run.History, reports.All);
        Assert.Equal(4, reports.All.Count);
        Assert.Equal(4, reports.All[^1].Episodes);
        Assert.InRange(reports.All[^1].MeanReturn!.Value, 0, 1);
        Assert.All(reports.All, progress => Assert.InRange(progress.Metrics[0], 0, Math.Log(3)));
    }

    [Fact]
    public void TheSameSeed_GivesTheSameTraining()
    {
        using SmallTraining first = new();
        using SmallTraining second = new();
        using SmallTraining other = new(SmallTraining.Options with { Seed = 2 });

        foreach (SmallTraining small in new[] { first, second, other })
        {
            small.Train(512);
        }

        Assert.Equal(first.Parameters(), second.Parameters());
        Assert.NotEqual(first.Parameters(), other.Parameters());
        Assert.Equal(
            first.Run.History.SelectMany(progress => progress.Metrics),
            second.Run.History.SelectMany(progress => progress.Metrics)
        );
    }

    [Fact]
    public void CancelledWithinARollout_KeepsWhatWasLearnedBefore()
    {
        using CancellationTokenSource source = new();
        using SmallTraining small = new(wrap: world => new CancelsAt(world, step: (16 * 3) + 5, source));

        small.Run.Train(environmentSteps: 100_000, cancellationToken: source.Token);

        using SmallTraining undisturbed = new();
        undisturbed.Train(64 * 3);
        Assert.Equal(3, small.Run.History.Count);
        Assert.Equal(undisturbed.Parameters(), small.Parameters());
        Assert.Equal(undisturbed.Run.Progress.Metrics, small.Run.Progress.Metrics);
        Assert.Equal(4 * ((16 * 3) + 5), small.Run.Progress.EnvironmentSteps);
        Assert.True(small.Run.Update(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void AWholeTraining_LeavesNoTensorBehind()
    {
        using SmallTraining small = new();
        small.Train(128);

        Assert.Equal(0, LiveTensors.AddedBy(() => small.Train(128 + (64 * 8))));
        Assert.Equal(10, small.Run.History.Count);
    }

    [Fact]
    public void EachHead_IsMeasured()
    {
        using SmallTraining small = new(SmallTraining.Options with { LearningRate = 3e-2 });

        small.Train(256);

        Assert.Equal(
            ["entropy/Gate", "entropy/Lane", "clip/Gate", "clip/Lane", "legal/Gate", "legal/Lane"],
            small.Trainer.MetricNames.Skip(7));

        // A single gate is legal, so only the lane has an entropy and can leave the clip range.
        Assert.Equal(0, small.Metric("entropy/Gate"), 1e-6);
        Assert.InRange(small.Metric("entropy/Lane"), 0.5, Math.Log(3));
        Assert.Equal(0, small.Metric("clip/Gate"));
        Assert.InRange(small.Metric("clip/Lane"), 0.01, 1);
        Assert.Equal(1.0 / TMaze.Gates, small.Metric("legal/Gate"), 1e-9);
        Assert.Equal(
            small.Metric("legal"),
            ((TMaze.Gates * small.Metric("legal/Gate")) + (3 * small.Metric("legal/Lane"))) / (TMaze.Gates + 3),
            1e-9);
    }

    [Fact]
    public void ARatioForEachHead_OfWhichOneHasAChoice_LearnsAsTheJointOneDoes()
    {
        PpoOptions options = SmallTraining.Options with { Minibatches = 1, Epochs = 1 };
        using SmallTraining joint = new(options);
        using SmallTraining each = new(options with { RatioOf = RatioScope.EachHead });

        joint.Train(64);
        each.Train(64);

        Assert.Equal(
            joint.Parameters().Select(number => (double)number),
            each.Parameters().Select(number => (double)number),
            (left, right) => Math.Abs(left - right) < 1e-4
        );
    }

    [Theory]
    [InlineData(RatioScope.JointAction)]
    [InlineData(RatioScope.EachHead)]
    public void TheParameters_HaveTheSameBits_OnAnyNumberOfThreads(RatioScope ratio)
    {
        // 64 rows in minibatches of 32 and shards of up to 5: 7 shards.
        PpoOptions options = SmallTraining.Options with { RatioOf = ratio, RowsPerShard = 5 };
        float[][] parameters = [.. new[] { 1, 2, 3, 8 }.Select(threads =>
        {
            using SmallTraining small = new(options, threads: threads);
            small.Train(256);
            return small.Parameters();
        })];

        Assert.All(parameters[1..], other => Assert.Equal(parameters[0], other));
    }

    [Theory]
    [InlineData(RatioScope.JointAction)]
    [InlineData(RatioScope.EachHead)]
    public void Shards_AddUpToTheMinibatch(RatioScope ratio)
    {
        PpoOptions options = SmallTraining.Options with { RatioOf = ratio };
        using SmallTraining whole = new(options with { RowsPerShard = 64 });
        using SmallTraining divided = new(options with { RowsPerShard = 5 });

        whole.Train(64);
        divided.Train(64);

        Assert.Equal(whole.Parameters(), divided.Parameters(), (left, right) => Math.Abs(left - right) < 1e-4);
        foreach (string metric in new[] { "entropy", "kl", "policy loss", "value loss" })
        {
            Assert.Equal(whole.Metric(metric), divided.Metric(metric), 1e-4);
        }
    }

    [Fact]
    public void AThreadThatUsedLibtorchBefore_TrainsWithTheSameBits()
    {
        // Shards of 1,024 rows are large enough for libtorch to divide sums over its threads.
        PpoOptions options = SmallTraining.Options with { Minibatches = 1, RowsPerShard = 1024 };
        using SmallTraining here = new(options, environments: 64);
        using SmallTraining there = new(options, environments: 64);
        here.Train(1024);

        Thread thread = new(() =>
        {
            set_num_threads(2);
            there.Train(1024);
        });
        thread.Start();
        thread.Join();

        Assert.Equal(here.Parameters(), there.Parameters());
    }

    [Fact]
    public void TheLearningRate_FallsOverTheAnnealingSteps()
    {
        using SmallTraining small = new(SmallTraining.Options with { LearningRate = 1e-3, AnnealingSteps = 128 });
        int rate = small.Trainer.MetricNames.ToList().IndexOf("learning rate");

        small.Train(192);

        Assert.Equal([1e-3, 0.5e-3, 0], small.Run.History.Select(progress => progress.Metrics[rate]));
    }

    [Fact]
    public void WithATargetKl_AnUpdateEndsAfterTheEpochThatMissesIt()
    {
        // The divergence is greater than 0 after the first step, so a target of 0 stops after one epoch.
        PpoOptions options = SmallTraining.Options with
        {
            Epochs = 3,
            TargetKl = 0,
        };
        using SmallTraining stopped = new(options);
        using SmallTraining single = new(options with { Epochs = 1, TargetKl = null });
        using SmallTraining free = new(options with { TargetKl = 1e6 });

        stopped.Train(64);
        single.Train(64);
        free.Train(64);

        Assert.Equal(single.Parameters(), stopped.Parameters());
        Assert.NotEqual(free.Parameters(), stopped.Parameters());
    }

    [Fact]
    public void TheLegalFraction_IsThatOfTheMasks()
    {
        using SmallTraining small = new();

        small.Train(64);

        // No junction is reached within 16 steps, so 1 of 16 gates and all 3 lanes are legal.
        Assert.Equal(4.0 / (TMaze.Gates + 3), small.Metric("legal"), 1e-9);
    }

    [Fact]
    public void MasksRemovedBeforeStorage_AreNotLearnedUnder()
    {
        using SmallTraining masked = new();
        using SmallTraining naive = new();
        naive.Trainer.StoredObservationTransform = observation => observation with { LaneMask = null, GateMask = null };

        masked.Train(64);
        naive.Train(64);

        Assert.Equal(1, naive.Metric("legal"));
        Assert.True(naive.Metric("entropy") > 2 * masked.Metric("entropy"));
    }

    [Fact]
    public void MasksRemovedBeforeStorage_AreAlsoRemovedFromTheOldPolicy()
    {
        using SmallTraining naive = new(SmallTraining.Options with { Epochs = 1, Minibatches = 1 });
        naive.Trainer.StoredObservationTransform = observation => observation with { LaneMask = null, GateMask = null };

        naive.Train(64);

        // The policy has not changed when the divergence is measured. With the masks in only one of the two policies it would exceed 1.
        Assert.InRange(naive.Metric("kl"), 0, 1e-6);
    }

    private sealed class Reports : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> All { get; } = [];

        public void Report(TrainingProgress value) => All.Add(value);
    }

    private sealed class CancelsAt(World world, int step, CancellationTokenSource source) : World
    {
        private int _steps;

        public int Count => world.Count;

        public TMazePolicy.Observation Observe() => world.Observe();

        public VectorStepResult Step(TMazePolicy.Actions actions)
        {
            if (++_steps == step)
            {
                source.Cancel();
            }

            return world.Step(actions);
        }

        public void ResetTruncated() => world.ResetTruncated();

        public string Render(int row) => world.Render(row);

        public void Save(BinaryWriter writer) => world.Save(writer);

        public void Load(BinaryReader reader) => world.Load(reader);

        public void Dispose() => world.Dispose();
    }
}
