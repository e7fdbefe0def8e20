using Masking.Benchmarks.Simulation;

namespace Masking.Benchmarks.Tests;

/// <summary>The model of a distributed training, in cases whose result is known.</summary>
public sealed class SimulatedTrainingTests
{
    private const int Shards = 8;
    private const int StepsPerFragment = 100;
    private const double Bandwidth = 1000;

    /// <summary>A fragment takes one second, and nothing else takes time.</summary>
    private static readonly TrainingCosts OnlyCollecting = new(
        EnvironmentStep: 0.008, Acting: 0.001, Packing: 0.1, Unpacking: 0, Learning: 0, FragmentBytes: 0, StateBytes: 0, ParameterBytes: 0);

    /// <summary>Nothing takes time.</summary>
    private static readonly TrainingCosts Nothing = OnlyCollecting with { EnvironmentStep = 0, Acting = 0, Packing = 0 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void WithoutNetworkAndLearner_ItScalesLinearly(int workers)
    {
        Outcome outcome = Run(OnlyCollecting, workers);
        Assert.Equal(workers * (double)StepsPerFragment, outcome.StepsPerSecond, 1e-6);
        Assert.Equal(1, outcome.Workers, 1e-9);
        Assert.Equal(Limit.Workers, outcome.Limit);
    }

    [Fact]
    public void MoreWorkersThanShards_AreIdle()
    {
        Outcome outcome = Run(OnlyCollecting, workers: 4 * Shards);
        Assert.Equal(Shards * (double)StepsPerFragment, outcome.StepsPerSecond, 1e-6);
        Assert.Equal(0.25, outcome.Workers, 1e-9);
    }

    [Fact]
    public void ShardsThatWorkersCannotDivide_TakeAnotherRound() =>
        Assert.Equal(Shards * StepsPerFragment / 3.0, Run(OnlyCollecting, workers: 3).StepsPerSecond, 1e-6);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void ASaturatedLinkToTheLearner_TransfersItsBandwidth(int workers)
    {
        Outcome outcome = Run(Nothing with { FragmentBytes = 250 }, workers);
        Assert.Equal(StepsPerFragment * Bandwidth / 250, outcome.StepsPerSecond, 1e-6);
        Assert.Equal(1, outcome.Link, 1e-9);
        Assert.Equal(Limit.Network, outcome.Limit);
    }

    [Fact]
    public void ASaturatedLinkToTheWorkers_TransfersParametersOncePerWorkerAndUpdate()
    {
        Outcome outcome = Run(Nothing with { ParameterBytes = 500, StateBytes = 25 }, workers: 4);
        Assert.Equal(Shards * StepsPerFragment * Bandwidth / ((4 * 500) + (Shards * 25)), outcome.StepsPerSecond, 1e-6);
        Assert.Equal(1, outcome.Link, 1e-9);
    }

    [Fact]
    public void Fragments_AreSentWhileTheNextShardRuns() =>
        Assert.Equal(Shards + 0.5, UpdateTime(Run(OnlyCollecting with { FragmentBytes = 500 }, workers: 1)), 1e-6);

    [Theory]
    [InlineData(0.0025)]
    [InlineData(0.01)]
    [InlineData(0.04)]
    public void Overlap_HidesTheShorterOfCollectingAndLearning(double learning)
    {
        TrainingCosts costs = OnlyCollecting with { Learning = learning, Unpacking = 0.05 };
        double collect = Shards;
        double learn = Shards * ((StepsPerFragment * learning) + 0.05);
        Assert.Equal(collect + learn, UpdateTime(Run(costs, workers: 1)), 1e-6);
        Assert.Equal(Math.Max(collect, learn), UpdateTime(Run(costs, workers: 1, overlaps: true)), 1e-6);
    }

    [Fact]
    public void Shares_AreThoseOfTheTime()
    {
        TrainingCosts costs = OnlyCollecting with { Learning = 0.03 };
        Outcome synchronous = Run(costs, workers: 1);
        Assert.Equal(0.25, synchronous.Workers, 1e-9);
        Assert.Equal(0.75, synchronous.Learner, 1e-9);
        Outcome overlapped = Run(costs, workers: 1, overlaps: true);
        Assert.Equal(1, overlapped.Learner, 1e-9);
        Assert.Equal(1.0 / 3, overlapped.Workers, 1e-9);
        Assert.Equal(Limit.Learner, overlapped.Limit);
    }

    private static double UpdateTime(Outcome outcome) => Shards * StepsPerFragment / outcome.StepsPerSecond;

    private static Outcome Run(TrainingCosts costs, int workers, bool overlaps = false) =>
        SimulatedTraining.Run(costs, new Setup(Shards, StepsPerFragment, workers, Bandwidth, overlaps));
}
