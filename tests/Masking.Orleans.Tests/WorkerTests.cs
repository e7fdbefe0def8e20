using System.Net;
using Masking.Training;

namespace Masking.Orleans.Tests;

/// <summary>A learner and workers in one process.</summary>
public sealed class WorkerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ATrainingWithWorkers_HasTheBitsOfOneProcess(bool overlap)
    {
        const int Updates = 4;
        var training = CoinTrainings.Define() with { Overlap = overlap };
        byte[] expected = CoinTrainings.Train(training.CreateTrainer(threads: 1), Updates);
        await using Cluster cluster = await Cluster.StartAsync(() => training);
        ITrainer trainer = training.CreateTrainer(threads: 1, cluster.Learner.Runner);

        byte[] actual = await Task.Run(() => CoinTrainings.Train(trainer, Updates));

        Assert.Equal(expected, actual);
        Assert.Equal(0, cluster.Learner.Repeated);
    }

    [Fact]
    public async Task AnEnvironmentThatFailsInAWorker_EndsTheTraining_AsInOneProcess()
    {
        using var local = CoinTrainings.Define(failingRow: 5).CreateTrainer(threads: 1);
        EnvironmentException expected = Assert.Throws<EnvironmentException>(() => local.Update(TestContext.Current.CancellationToken));
        await using Cluster cluster = await Cluster.StartAsync(() => CoinTrainings.Define(failingRow: 5));
        using var trainer = CoinTrainings.Define(failingRow: 5).CreateTrainer(threads: 1, cluster.Learner.Runner);

        EnvironmentException actual = await Assert.ThrowsAsync<EnvironmentException>(() =>
            Task.Run(() => trainer.Update(TestContext.Current.CancellationToken)));

        Assert.Equal(
            (expected.Message, expected.Row, expected.Member, expected.Step),
            (actual.Message, actual.Row, actual.Member, actual.Step));
        Assert.Contains("FormatException: no such coin", actual.InnerException!.Message, StringComparison.Ordinal);
        Assert.Equal(0, cluster.Learner.Repeated);
    }

    [Fact]
    public async Task ALearnerThatIsRestarted_IsJoinedAgain_AndContinues()
    {
        byte[] expected = CoinTrainings.Train(CoinTrainings.Define().CreateTrainer(threads: 1), updates: 4);
        IPEndPoint address = Addresses.Free();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task worker = Worker.RunAsync(address, _ => CoinTrainings.Define(), new WorkerOptions { Slots = 2 }, stop.Token);
        byte[] half = await TrainWithNewLearner(start: null);
        byte[] whole = await TrainWithNewLearner(half);

        Assert.Equal(expected, whole);
        await stop.CancelAsync();
        await worker;

        async Task<byte[]> TrainWithNewLearner(byte[]? start)
        {
            await using Learner learner = await Learner.StartAsync(
                address, CoinTrainings.Define(), [], cancellationToken: TestContext.Current.CancellationToken);
            ITrainer trainer = CoinTrainings.Define().CreateTrainer(threads: 1, learner.Runner);
            if (start is not null)
            {
                trainer.Load(new BinaryReader(new MemoryStream(start)));
            }

            return await Task.Run(() => CoinTrainings.Train(trainer, updates: 2));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ALearnerThatIsDisposed_FailsTheTraining(bool whileItCollects)
    {
        Learner learner = await Learner.StartAsync(
            Addresses.Free(), CoinTrainings.Define(), [], cancellationToken: TestContext.Current.CancellationToken);
        using var trainer = CoinTrainings.Define().CreateTrainer(threads: 1, learner.Runner);
        if (!whileItCollects)
        {
            await learner.DisposeAsync();
        }

        Task updating = Task.Run(() => trainer.Update(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        await learner.DisposeAsync();

        Assert.Equal(
            typeof(Learner).FullName, (await Assert.ThrowsAsync<ObjectDisposedException>(() => updating)).ObjectName);
    }

    [Fact]
    public async Task AWorkerWhoseTrainingCannotBeCreated_EndsWithTheError()
    {
        IPEndPoint address = Addresses.Free();
        await using Learner learner = await Learner.StartAsync(
            address, CoinTrainings.Define(), [], cancellationToken: TestContext.Current.CancellationToken);
        int created = 0;

        FileNotFoundException exception = await Assert.ThrowsAsync<FileNotFoundException>(() => Worker.RunAsync(
            address,
            _ => ++created < 3 ? throw new FileNotFoundException("no map on this machine") : CoinTrainings.Define(seed: 2),
            cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal("no map on this machine", exception.Message);
        Assert.Equal(1, created);
    }

    [Fact]
    public async Task AWorkerOfAnotherTraining_IsRefused_WithTheDifference()
    {
        IPEndPoint address = Addresses.Free();
        await using Learner learner = await Learner.StartAsync(
            address, CoinTrainings.Define(), [], cancellationToken: TestContext.Current.CancellationToken);

        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(() => Worker.RunAsync(
            address, _ => CoinTrainings.Define(seed: 2), cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(
            "The learner does not accept this worker: expected a worker of the same training, with Seed=1, got Seed=2.", exception.Message);
        Assert.Equal(0, learner.Workers);
    }
}
