using Masking.Samples.Delivery;
using Masking.Training;
using static TorchSharp.torch;

namespace Masking.Samples.Tests;

public sealed class DeliveryTrainingTests
{
    public static TheoryData<string> Variants { get; } = [.. DeliveryTraining.Variants];

    /// <summary>Without training, vehicles with distinct choices earn about 22, and vehicles with independent choices about 7.</summary>
    [Fact]
    public void WithDistinctChoices_VehiclesLearnToEarnMore_WithoutConflicts()
    {
        using ITrainer trainer = Trained(DeliveryTraining.Distinct, updates: 8);

        DeliveryResult result = DeliveryTraining.Evaluate(trainer);

        Assert.InRange(result.Profit, 28, 50);
        Assert.Equal(0, result.ConflictShare);
    }

    [Fact]
    public void WithIndependentChoices_VehiclesDriveToTheSameCustomer()
    {
        using ITrainer trainer = Trained(DeliveryTraining.Independent, updates: 0);

        DeliveryResult result = DeliveryTraining.Evaluate(trainer);

        Assert.InRange(result.Profit, 0, 15);
        Assert.InRange(result.ConflictShare, 0.5, 1);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void SavedAndLoaded_ATrainingContinuesIdentically(string variant)
    {
        using ITrainer whole = Trained(variant, updates: 1);
        using ITrainer loaded = Trained(variant, updates: 0);
        loaded.Load(DeliveryBoard.Reader(DeliveryBoard.Saved(whole.Save)));

        Assert.True(whole.Update(TestContext.Current.CancellationToken));
        Assert.True(loaded.Update(TestContext.Current.CancellationToken));

        Assert.Equal(whole.Progress.Metrics, loaded.Progress.Metrics);
        Assert.Equal(whole.Progress.MeanReturn, loaded.Progress.MeanReturn);
    }

    [Fact]
    public void AnUnknownVariant_IsRefused() =>
        Assert.Contains(
            "expected one of distinct, independent.",
            Assert.Throws<ArgumentOutOfRangeException>(
                () => DeliveryTraining.CreateTrainer("both", DeliveryTraining.Options, threads: 1)).Message,
            StringComparison.Ordinal);

    private static ITrainer Trained(string variant, int updates)
    {
        set_num_threads(1);
        manual_seed(1);
        ITrainer trainer = DeliveryTraining.CreateTrainer(variant, DeliveryTraining.Options with { LearningRate = 2e-3 }, threads: 1);
        for (int update = 0; update < updates; update++)
        {
            Assert.True(trainer.Update(TestContext.Current.CancellationToken));
        }

        return trainer;
    }
}
