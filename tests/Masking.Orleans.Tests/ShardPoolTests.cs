using Masking.Training;

namespace Masking.Orleans.Tests;

/// <summary>The shards of a worker.</summary>
public sealed class ShardPoolTests
{
    [Fact]
    public async Task AShardIsCreatedOnce_RunsOneCallAtATime_AndIsDisposed()
    {
        CountingTraining training = new(CoinTrainings.Define());
        using WorkQueue work = new([], TrainingDescription.Of(training, new ClusterSettings()), new LearnerOptions());
        using ITrainer trainer = CoinTrainings.Define().CreateTrainer(threads: 1, new OrleansShardRunner(work));
        WorkerDescription worker = WorkerDescription.OfThisProcess(work.Run.Run, training, new ClusterSettings());
        work.Join(worker);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task updating = Task.Run(() => trainer.Update(stop.Token));
        LearnerGrain learner = new(work);
        ShardCall call = (await learner.Take(worker.Id))!;

        using (ShardPool pool = new(training, worker.Id, new ClusterSettings()))
        {
            ShardAnswer?[] answers = await Task.WhenAll(
                Enumerable.Range(0, 4).Select(_ => pool.Collect(call, learner, TestContext.Current.CancellationToken)));

            Assert.All(answers, answer => Assert.Equal(answers[0]!.Steps, answer!.Steps));
            Assert.Equal((1, 0, 1), (training.Created, training.Disposed, training.MostAtOnce));
        }

        Assert.Equal(1, training.Disposed);
        await stop.CancelAsync();
        await updating;
    }
}
