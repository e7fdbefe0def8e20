using Masking.Training;

namespace Masking.Orleans.Tests;

/// <summary>Workers whose messages are late, are lost, or arrive twice, and which join again in a new session.</summary>
public sealed class UnreliableConnectionTests
{
    private const int Workers = 3;
    private const int Updates = 30;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ATraining_HasTheBitsOfOneProcess(bool overlap)
    {
        int seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var training = CoinTrainings.Define() with { Overlap = overlap };
        byte[] expected = CoinTrainings.Train(training.CreateTrainer(threads: 1), Updates);
        using WorkQueue work = new(
            [],
            TrainingDescription.Of(training, new ClusterSettings()),
            new LearnerOptions { Deadline = TimeSpan.FromMilliseconds(40), Silence = TimeSpan.FromMilliseconds(400) });
        UnreliableLearner learner = new(new LearnerGrain(work), new Random(seed));
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task[] workers = [.. Enumerable.Range(0, Workers).Select(_ => Task.Run(() => WorkAsync(learner, work.Run, training, stop.Token)))];

        byte[] actual = await Task.Run(() => CoinTrainings.Train(
            training.CreateTrainer(threads: 1, new OrleansShardRunner(work)), Updates));

        Assert.Equal(expected, actual);
        Assert.True(work.Repeated > 0, "expected calls that were repeated");
        await stop.CancelAsync();
        await Task.WhenAll(workers);
    }

    private static async Task WorkAsync(
        ILearnerGrain learner, RunDescription run, IShardedTraining training, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                WorkerDescription self = WorkerDescription.OfThisProcess(run.Run, training, new ClusterSettings());
                await new WorkerSession(learner, run, self, training, new ClusterSettings())
                    .RunAsync(slots: 2, () => { }, cancellationToken);
            }
            catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
            {
            }
        }
    }
}
