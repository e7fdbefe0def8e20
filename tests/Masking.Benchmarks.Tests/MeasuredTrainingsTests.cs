using Masking.Benchmarks.Distributed;
using Masking.Training;

namespace Masking.Benchmarks.Tests;

public sealed class MeasuredTrainingsTests
{
    [Theory]
    [InlineData(MeasuredTrainings.Small)]
    [InlineData(MeasuredTrainings.QuickStart)]
    [InlineData(MeasuredTrainings.GridNet)]
    public void AWorker_CreatesTheTrainingOfTheLearner(string policy)
    {
        IMeasuredTraining training = MeasuredTrainings.Create(policy, microseconds: 50);
        IMeasuredTraining ofWorker = MeasuredTrainings.Create(training.Arguments);
        Assert.Equal(training.Definition.Settings, ofWorker.Definition.Settings);
        Assert.Equal([policy, "50"], ofWorker.Arguments);
    }

    [Theory]
    [InlineData(MeasuredTrainings.Small)]
    [InlineData(MeasuredTrainings.GridNet)]
    public void ATimer_TimesEveryShardOfEveryUpdate(string policy)
    {
        IMeasuredTraining training = MeasuredTrainings.Create(policy, microseconds: 0);
        ShardTimer timer = new(training.Definition);
        using ITrainer trainer = training.CreateTrainer(timer);
        Assert.True(trainer.Update(TestContext.Current.CancellationToken));
        Assert.True(trainer.Update(TestContext.Current.CancellationToken));

        Assert.Equal(2 * training.Definition.Shards, timer.ActingTimes.Count);
        Assert.Equal(2 * training.Definition.Shards, timer.EnvironmentTimes.Count);
        Assert.True(timer.CollectingTime > 0);
        Assert.Equal(2 * training.Environments * training.Steps, trainer.Progress.EnvironmentSteps);
    }

    [Fact]
    public void ARunnerThatCounts_AddsTheBytesOfAllShards()
    {
        IMeasuredTraining training = MeasuredTrainings.Create(MeasuredTrainings.Small, microseconds: 0);
        ShardTimer timer = new(training.Definition);
        CountingRunner counting = new(timer);
        using ITrainer trainer = training.CreateTrainer(counting);
        trainer.Update(TestContext.Current.CancellationToken);
        trainer.Update(TestContext.Current.CancellationToken);

        Assert.Equal(2 * timer.Rollouts.Sum(rollout => rollout.Steps.Length), counting.Steps);
        Assert.Equal(4 * timer.Rollouts.Sum(rollout => rollout.NextState.Length), counting.States);
        Assert.Equal(timer.Parameters, counting.Parameters);
    }
}
