using static TorchSharp.torch;

namespace Masking.Training.Tests;

/// <summary>PPO learns heads that choose numbers from intervals, and reports metrics of each head.</summary>
public sealed class ArcherTests
{
    [Fact]
    public void Ppo_LearnsToAim()
    {
        set_num_threads(1);
        manual_seed(1);
        using var trainer = PpoTrainer.Of(new ArcherPolicy(), environments: 16, steps: 32, _ => new ArcherWorld());
        trainer.Run(environmentSteps: 512, cancellationToken: TestContext.Current.CancellationToken);
        double before = trainer.Progress.MeanReturn!.Value;
        trainer.Run(environmentSteps: 8_192, cancellationToken: TestContext.Current.CancellationToken);

        Assert.InRange(before, 0, 0.5);
        Assert.True(trainer.Progress.MeanReturn > 0.75, $"{trainer.Progress.MeanReturn}");
        Assert.Contains("entropy/Shot", trainer.MetricNames);
        Assert.Contains("legal/Rest", trainer.MetricNames);
        Assert.DoesNotContain("entropy/ShotNumbers", trainer.MetricNames);
    }
}
