using System.Net;
using Masking.Training;
using TorchSharp;

namespace Masking.Orleans.Tests;

/// <summary>Workers whose training is not that of the learner.</summary>
public sealed class RefusedWorkerTests
{
    [Fact]
    public async Task ItIsRefused_WithTheDifference_AndCreatesNoShard()
    {
        IPEndPoint address = Addresses.Free();
        CollectingLogger logger = new();
        await using Learner learner = await Learner.StartAsync(
            address, CoinTrainings.Define(), [], new LearnerOptions { Logger = logger }, TestContext.Current.CancellationToken);

        foreach ((IShardedTraining training, string[] named) in new (IShardedTraining, string[])[]
        {
            (CoinTrainings.DefineWithWorth(), ["CoinPolicy", "PursePolicy"]),
            (CoinTrainings.Define(shards: 2), ["shards=4", "shards=2"]),
            (CoinTrainings.Define(type: torch.ScalarType.Float64), ["float32", "float64"]),
        })
        {
            CountingTraining counted = new(training);
            InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(() => Worker.RunAsync(
                address, _ => counted, cancellationToken: TestContext.Current.CancellationToken));

            Assert.StartsWith("The learner does not accept this worker: expected ", exception.Message, StringComparison.Ordinal);
            Assert.All(named, name => Assert.Contains(name, exception.Message, StringComparison.Ordinal));
            Assert.All(named, name => Assert.Contains(name, logger.Messages[^1], StringComparison.Ordinal));
            Assert.Equal(0, counted.Created);
        }

        Assert.Equal(0, learner.Workers);
    }

    [Fact]
    public void AChangedPolicy_IsNamedWithItsChanges()
    {
        TrainingDescription learner = TrainingDescription.Of(CoinTrainings.Define(), new ClusterSettings());
        TrainingDescription worker = learner with
        {
            Declaration = learner.Declaration.Replace("\"Guess\"", "\"Bet\"", StringComparison.Ordinal),
        };

        Assert.Equal(
            "expected a worker with the policy of the learner, got one in which it was changed: CoinPolicy had the heads Guess and now has "
                + "Bet. Start it from the same build as the learner.",
            learner.DifferenceTo(worker));
        Assert.Null(learner.DifferenceTo(learner with { }));
    }
}
