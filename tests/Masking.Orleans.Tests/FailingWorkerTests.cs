using System.Net;
using Masking.Training;

namespace Masking.Orleans.Tests;

/// <summary>Workers in which something else than an environment fails, for example because a file is missing on their machine.</summary>
public sealed class FailingWorkerTests
{
    private const int Updates = 3;

    [Fact]
    public async Task AFailureOfOneWorker_IsRepairedByAnother()
    {
        byte[] expected = CoinTrainings.Train(CoinTrainings.Define().CreateTrainer(threads: 1), Updates);
        IPEndPoint address = Addresses.Free();
        await using Learner learner = await Start(address);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task broken = Worker.RunAsync(address, _ => Broken(), new WorkerOptions { Slots = 4 }, stop.Token);
        Task working = Worker.RunAsync(address, _ => CoinTrainings.Define(), new WorkerOptions { Slots = 1 }, stop.Token);
        await Joined(learner, 2);
        ITrainer trainer = CoinTrainings.Define().CreateTrainer(threads: 1, learner.Runner);

        Assert.Equal(expected, await Task.Run(() => CoinTrainings.Train(trainer, Updates)));
        Assert.True(learner.Repeated > 0, "expected a shard that failed");
        await stop.CancelAsync();
        await Task.WhenAll(broken, working);
    }

    [Fact]
    public async Task AShardThatFailsEverywhere_EndsTheTraining_WithTheError()
    {
        IPEndPoint address = Addresses.Free();
        await using Learner learner = await Start(address);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task broken = Worker.RunAsync(address, _ => Broken(), cancellationToken: stop.Token);
        await Joined(learner, 1);
        using var trainer = CoinTrainings.Define().CreateTrainer(threads: 1, learner.Runner);
        byte[] before = CoinTrainings.StateOf(trainer);

        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Task.Run(() => trainer.Update(TestContext.Current.CancellationToken)));

        Assert.Matches("^Shard [0-3] failed 3 times, on workers: no coins on this machine$", exception.Message);
        Assert.Equal(before, CoinTrainings.StateOf(trainer));
        await stop.CancelAsync();
        await broken;
    }

    [Fact]
    public async Task AWorkerThatCannotCreateTheTraining_EndsWithTheError()
    {
        IPEndPoint address = Addresses.Free();
        await using Learner learner = await Start(address);

        IOException exception = await Assert.ThrowsAsync<IOException>(() => Worker.RunAsync(
            address, _ => throw new IOException("no coins in this folder"), cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal("no coins in this folder", exception.Message);
        Assert.Equal(0, learner.Workers);
    }

    private static IShardedTraining Broken() => CoinTrainings.Define() with
    {
        CreateEnvironment = _ => throw new NotSupportedException("no coins on this machine"),
    };

    private static Task<Learner> Start(IPEndPoint address) => Learner.StartAsync(
        address, CoinTrainings.Define(), [], new LearnerOptions(), TestContext.Current.CancellationToken);

    private static async Task Joined(Learner learner, int workers)
    {
        while (learner.Workers < workers)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
