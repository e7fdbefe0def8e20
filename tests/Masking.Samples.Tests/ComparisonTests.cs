using Masking.Samples.QuickStart;
using Masking.Training;

namespace Masking.Samples.Tests;

public sealed class ComparisonTests
{
    [Fact]
    public void WithMasks_ItIsLearned_AndWithoutItIsNot()
    {
        using Comparison comparison = new(seed: 1);

        Train(comparison, environmentSteps: 10 * Comparison.StepsPerUpdate, threads: 2);

        Assert.InRange(comparison.Masked.Progress.MeanReturn!.Value, 12, HarvestField.BestReturn);
        Assert.InRange(comparison.Unmasked.Progress.MeanReturn!.Value, 0, 2);
    }

    [Fact]
    public void TheResults_DoNotDependOnTheNumberOfThreads()
    {
        using Comparison inTurns = new(seed: 3);
        using Comparison together = new(seed: 3);

        Train(inTurns, environmentSteps: 3 * Comparison.StepsPerUpdate, threads: 1);
        Train(together, environmentSteps: 3 * Comparison.StepsPerUpdate, threads: 2);

        Assert.Equal(Course(inTurns.Masked), Course(together.Masked));
        Assert.Equal(Course(inTurns.Unmasked), Course(together.Unmasked));
        Assert.NotEqual(Course(inTurns.Masked), Course(inTurns.Unmasked));
    }

    private static void Train(Comparison comparison, long environmentSteps, int threads)
    {
        ParallelRuns trainings = new([comparison.Masked, comparison.Unmasked], environmentSteps, threads);
        while (trainings.Advance(TestContext.Current.CancellationToken))
        {
        }
    }

    private static IEnumerable<string> Course(TrainingRun run) =>
        run.History.Select(progress => $"{progress.MeanReturn:R} {string.Join(' ', progress.Metrics.Select(metric => $"{metric:R}"))}");
}
