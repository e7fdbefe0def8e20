using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Training.Tests;

/// <summary>PPO with sets of different sizes, several actors, memory, and heads that depend on others.</summary>
public sealed class CaravanTests
{
    private static readonly PpoOptions Options = new() { Minibatches = 3, Epochs = 2, RowsPerShard = 16, LearningRate = 3e-3 };

    [Theory]
    [InlineData(RatioScope.JointAction)]
    [InlineData(RatioScope.EachHead)]
    public void TheParameters_HaveTheSameBits_OnAnyNumberOfThreads(RatioScope ratio)
    {
        float[][] parameters = [.. new[] { 1, 2, 3, 8 }.Select(threads =>
        {
            using var trainer = Trainer(Options with { RatioOf = ratio }, threads);
            trainer.Run(6 * 8 * 3, cancellationToken: TestContext.Current.CancellationToken);
            return trainer.Policy.Numbers();
        })];

        Assert.All(parameters[1..], other => Assert.Equal(parameters[0], other));
    }

    [Fact]
    public void InTheFirstMinibatch_ThePolicyIsTheOneThatActed()
    {
        using var trainer = Trainer(Options with { Minibatches = 1, Epochs = 1 });
        for (int update = 0; update < 3; update++)
        {
            Assert.True(trainer.Update(TestContext.Current.CancellationToken));
            Assert.Equal(0, trainer.Metric("kl"), 1e-9);
        }
    }

    [Fact]
    public void EachHead_IsMeasured()
    {
        using var trainer = Trainer(Options);

        Assert.True(trainer.Update(TestContext.Current.CancellationToken));

        Assert.Equal(trainer.MetricNames.Count, trainer.Progress.Metrics.Count);
        Assert.All(trainer.Progress.Metrics, metric => Assert.True(double.IsFinite(metric)));
        Assert.Equal(1, trainer.Metric("legal/Halt"));
        Assert.InRange(trainer.Metric("legal/Lead"), 0.5, 0.99);
        Assert.InRange(trainer.Metric("entropy/Halt"), 0.1, Math.Log(2));
        Assert.InRange(trainer.Metric("entropy/Lead"), 0.1, Math.Log(CaravanWorld.MaxWagons));
        Assert.InRange(trainer.Metric("entropy/Guards"), 0.1, Math.Log(11));
    }

    [Fact]
    public void ItIsLearned_AndLeavesNoTensorBehind()
    {
        using var trainer = Trainer(Options with { LearningRate = 1e-2 });
        trainer.Run(6 * 8 * 3, cancellationToken: TestContext.Current.CancellationToken);
        double before = trainer.Progress.MeanReturn!.Value;
        trainer.Run(6 * 8 * 40, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(
            0, LiveTensors.AddedBy(() => trainer.Run(6 * 8 * 42, cancellationToken: TestContext.Current.CancellationToken)));
        Assert.True(trainer.Progress.MeanReturn > before + 1, $"expected more than {before + 1}, got {trainer.Progress.MeanReturn}");
    }

    private static PpoTrainer<CaravanPolicy.Observation, CaravanPolicy.Actions, CaravanPolicy.Distribution> Trainer(
        PpoOptions options, int threads = 1)
    {
        set_num_threads(1);
        manual_seed(1);
        return PpoTrainer.Of(
            new CaravanPolicy(),
            new CaravanPolicy.Batch(environments: 6, CaravanWorld.MaxWagons),
            steps: 8,
            _ => new CaravanWorld(),
            options,
            threads);
    }
}
