using static TorchSharp.torch;

namespace Masking.Training.Tests;

/// <summary>Trainings in a few lines, without a run folder.</summary>
public sealed class TrainerExtensionsTests
{
    [Fact]
    public void AFewLines_AreATraining()
    {
        set_num_threads(1);
        manual_seed(1);
        using var trainer = PpoTrainer.Of(
            new PairPolicy(), environments: 16, steps: 64, row => new PairWorld(), new PpoOptions { LearningRate = 5e-3 });
        List<TrainingProgress> reports = [];

        trainer.Run(environmentSteps: 8 * 1024, new Reports(reports.Add), TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(1, 8), reports.Select(progress => progress.Updates));
        Assert.Equal(8 * 1024, trainer.Progress.EnvironmentSteps);
        Assert.Same(trainer.Progress, reports[^1]);

        // Guessing at random has a mean return of 2.5 of 5.
        Assert.InRange(trainer.Progress.MeanReturn!.Value, 4.5, 5);
    }

    [Fact]
    public void Cancelled_ItKeepsTheUpdatesMadeSoFar_AndCanContinue()
    {
        using var trainer = PpoTrainer.Of(new PairPolicy(), environments: 2, steps: 8, row => new PairWorld());
        using CancellationTokenSource source = new();

        trainer.Run(1000, new Reports(progress => Cancel(progress, source)), source.Token);

        Assert.Equal((3, 48), (trainer.Progress.Updates, trainer.Progress.EnvironmentSteps));
        trainer.Run(80, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((5, 80), (trainer.Progress.Updates, trainer.Progress.EnvironmentSteps));
        trainer.Run(80, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(5, trainer.Progress.Updates);

        static void Cancel(TrainingProgress progress, CancellationTokenSource source)
        {
            if (progress.Updates == 3)
            {
                source.Cancel();
            }
        }
    }

    private sealed class Reports(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
