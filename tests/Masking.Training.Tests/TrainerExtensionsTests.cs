namespace Masking.Training.Tests;

public sealed class TrainerExtensionsTests
{
    [Fact]
    public void OnUpdate_IsCalledAfterEachUpdate_OnTheSameThread()
    {
        using ITrainer trainer = Corridor.Trainer();
        List<(TrainingProgress Progress, int Thread)> calls = [];

        trainer.Run(
            environmentSteps: 192,
            progress => calls.Add((progress, Environment.CurrentManagedThreadId)),
            TestContext.Current.CancellationToken);

        Assert.Equal([64, 128, 192], calls.Select(call => call.Progress.EnvironmentSteps));
        Assert.All(calls, call => Assert.Equal(Environment.CurrentManagedThreadId, call.Thread));
    }

    [Fact]
    public void AMetric_IsReadByName()
    {
        using ITrainer trainer = Corridor.Trainer();
        Assert.Equal(
            "'loss' has no value before the first update.",
            Assert.Throws<InvalidOperationException>(() => trainer.Metric("loss")).Message);

        trainer.Run(environmentSteps: 64, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(trainer.Progress.Metrics[2], trainer.Metric("epsilon"));
        Assert.StartsWith(
            "expected one of loss, value, epsilon, remembered, got 'kl'.",
            Assert.Throws<ArgumentException>(() => trainer.Metric("kl")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_IsPrintedInOneLine()
    {
        TrainingProgress progress = new(12_288, 3, 7, 0.456, [1, 2])
        {
            Time = new TrainingTime(2000, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1)),
        };

        Assert.Equal("12,288 steps, mean return 0.46, 1,000 steps/s", progress.ToString());
        Assert.Equal("0 steps, mean return not known yet, 0 steps/s", TrainingProgress.None.ToString());
    }
}
