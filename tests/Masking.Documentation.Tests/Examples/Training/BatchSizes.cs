using Masking;
using Masking.Training;

namespace Examples.Training;

public sealed class BatchSizes
{
    [Fact]
    public void APolicyWithASet_IsTrainedWithABatch()
    {
        using var policy = new SkirmishPolicy();

        using var trainer = PpoTrainer.Of(
            policy, new SkirmishPolicy.Batch(environments: 16, maxUnits: 32), steps: 64, row => new SkirmishWorld());

        trainer.Run(environmentSteps: 1024, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(1024, trainer.Progress.EnvironmentSteps);
    }

#if CS0311 // docs/training.md
    private static void FromANumber()
    {
        using var trainer = PpoTrainer.Of(new SkirmishPolicy(), environments: 16, steps: 64, row => new SkirmishWorld());
    }
#endif
}
