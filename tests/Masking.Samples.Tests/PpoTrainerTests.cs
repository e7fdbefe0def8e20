using Masking.Samples.QuickStart;
using Masking.Training;
using TorchSharp;
using static TorchSharp.torch;
using World = Masking.Training.IVectorEnvironment<
    Masking.Samples.QuickStart.HarvestPolicy.Observation,
    Masking.Samples.QuickStart.HarvestPolicy.Actions
>;

namespace Masking.Samples.Tests;

public sealed class PpoTrainerTests
{
    [Fact]
    public void BeforeAnythingIsLearned_TheRatioIsExactlyOne()
    {
        using DisposeScope scope = NewDisposeScope();
        using SmallTraining harvest = new();
        using World world = Player.World(count: 16);
        Step<HarvestPolicy.Actions> step = harvest.Policy.Act(world.Observe(), new RandomStream(1));

        Evaluation evaluation = harvest.Policy.Evaluate(world.Observe(), step.Actions);

        Assert.Equal(Enumerable.Repeat(1f, 16), evaluation.LogProb.sub(step.LogProb).exp().data<float>().ToArray());
    }

    [Fact]
    public void InTheFirstMinibatch_ThePolicyIsTheOneThatActed()
    {
        using SmallTraining harvest = new(SmallTraining.Options with { Epochs = 1, Minibatches = 1 });

        harvest.Train(64);

        // Not exactly 0: a matrix product of 64 rows may be rounded differently from four products of 16.
        Assert.Equal(0, harvest.Metric("kl"), 1e-9);
        Assert.Equal(0, harvest.Metric("clip"));
    }

    [Fact]
    public void AnUpdate_LearnsFromEveryEnvironmentStepOnce()
    {
        using SmallTraining harvest = new();

        harvest.Train(65);

        Assert.Equal([64L, 128], harvest.Run.History.Select(progress => progress.EnvironmentSteps));
        Assert.Equal([1, 2], harvest.Run.History.Select(progress => progress.Updates));
        Assert.Equal(0, harvest.Run.Progress.Episodes);
        Assert.Null(harvest.Run.Progress.MeanReturn);
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
        using SmallTraining harvest = new();
        Reports reports = new();

        harvest.Train(256, reports);

        Assert.Equal(harvest.Run.History, reports.All);
        Assert.Equal(4, reports.All.Count);
        Assert.Equal(4, reports.All[^1].Episodes);
        Assert.InRange(reports.All[^1].MeanReturn!.Value, 0, HarvestField.BestReturn);
        Assert.All(reports.All, progress => Assert.InRange(progress.Metrics[0], 0, Math.Log(13)));
    }

    [Fact]
    public void TheSameSeed_GivesTheSameTraining()
    {
        using SmallTraining first = new();
        using SmallTraining second = new();
        using SmallTraining other = new(SmallTraining.Options with { Seed = 2 });

        foreach (SmallTraining harvest in new[] { first, second, other })
        {
            harvest.Train(512);
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
        using SmallTraining harvest = new(wrap: world => new CancelsAt(world, step: (16 * 3) + 5, source));

        harvest.Run.Train(environmentSteps: 100_000, cancellationToken: source.Token);

        using SmallTraining undisturbed = new();
        undisturbed.Train(64 * 3);
        Assert.Equal(3, harvest.Run.History.Count);
        Assert.Equal(undisturbed.Parameters(), harvest.Parameters());
        Assert.Equal(undisturbed.Run.Progress.Metrics, harvest.Run.Progress.Metrics);
        Assert.Equal(4 * ((16 * 3) + 5), harvest.Run.Progress.EnvironmentSteps);
        Assert.True(harvest.Run.Update(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void AWholeTraining_LeavesNoTensorBehind()
    {
        using SmallTraining harvest = new();
        harvest.Train(128);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = Tensor.TotalCount;

        // No garbage collection in between, so that a tensor left to the collector is counted as a leak.
        Assert.True(GC.TryStartNoGCRegion(64 << 20));
        harvest.Train(128 + (64 * 8));
        long after = Tensor.TotalCount;
        GC.EndNoGCRegion();

        Assert.Equal(10, harvest.Run.History.Count);
        Assert.Equal(before, after);
    }

    [Fact]
    public void EachHead_IsMeasured()
    {
        using SmallTraining harvest = new(SmallTraining.Options with { LearningRate = 5e-3 });

        harvest.Train(256);

        Assert.Equal(
            ["entropy/Source", "entropy/Order", "clip/Source", "clip/Order", "legal/Source", "legal/Order"],
            harvest.Trainer.MetricNames.Skip(7));

        // The source has a single legal cell, so only the order has an entropy and can leave the clip range.
        Assert.Equal(0, harvest.Metric("entropy/Source"), 1e-6);
        Assert.InRange(harvest.Metric("entropy/Order"), 0.5, Math.Log(6));
        Assert.Equal(0, harvest.Metric("clip/Source"));
        Assert.InRange(harvest.Metric("clip/Order"), 0.01, 1);
        Assert.Equal(1.0 / 64, harvest.Metric("legal/Source"), 1e-9);
        Assert.Equal(
            harvest.Metric("legal"), ((64 * harvest.Metric("legal/Source")) + (13 * harvest.Metric("legal/Order"))) / 77, 1e-9);
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
            using SmallTraining harvest = new(options, threads: threads);
            harvest.Train(256);
            return harvest.Parameters();
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
        using SmallTraining harvest = new(SmallTraining.Options with { LearningRate = 1e-3, AnnealingSteps = 128 });
        int rate = harvest.Trainer.MetricNames.ToList().IndexOf("learning rate");

        harvest.Train(192);

        Assert.Equal([1e-3, 0.5e-3, 0], harvest.Run.History.Select(progress => progress.Metrics[rate]));
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
        using SmallTraining harvest = new();

        harvest.Train(64);

        // 1 of 64 cells and 2 to 6 of 13 orders are legal.
        Assert.InRange(harvest.Metric("legal"), 3.0 / 77, 7.0 / 77);
    }

    [Fact]
    public void MasksRemovedBeforeStorage_AreNotLearnedUnder()
    {
        using SmallTraining masked = new();
        using SmallTraining naive = new();
        naive.Trainer.StoredObservationTransform = observation => observation with { OrderMask = null, SourceMask = null };

        masked.Train(64);
        naive.Train(64);

        Assert.Equal(1, naive.Metric("legal"));
        Assert.True(naive.Metric("entropy") > 2 * masked.Metric("entropy"));
    }

    [Fact]
    public void MasksRemovedBeforeStorage_AreAlsoRemovedFromTheOldPolicy()
    {
        using SmallTraining naive = new(SmallTraining.Options with { Epochs = 1, Minibatches = 1 });
        naive.Trainer.StoredObservationTransform = observation => observation with { OrderMask = null, SourceMask = null };

        naive.Train(64);

        // The policy has not changed when the divergence is measured. With the masks in only one of the two policies it would exceed 2.
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

        public HarvestPolicy.Observation Observe() => world.Observe();

        public VectorStepResult Step(HarvestPolicy.Actions actions)
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
