using Masking.Training;

namespace Masking.Orleans;

/// <summary>The work of a worker for one run of a learner.</summary>
/// <param name="learner">The learner.</param>
/// <param name="run">The run.</param>
/// <param name="self">The worker.</param>
/// <param name="training">The training.</param>
/// <param name="settings">The settings of the connection.</param>
internal sealed class WorkerSession(
    ILearnerGrain learner, RunDescription run, WorkerDescription self, IShardedTraining training, ClusterSettings settings)
{
    /// <summary>Joins the learner, and runs shards until the learner begins another run.</summary>
    /// <param name="slots">The number of shards that run at the same time.</param>
    /// <param name="onJoined">Called when the learner has accepted the worker.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InvalidOperationException">The learner does not accept this worker.</exception>
    /// <exception cref="TimeoutException">The learner does not answer any more.</exception>
    public async Task RunAsync(int slots, Action onJoined, CancellationToken cancellationToken)
    {
        if (await JoinAsync(cancellationToken) is { } refusal)
        {
            throw new InvalidOperationException($"The learner does not accept this worker: {refusal}");
        }

        onJoined();
        using ShardPool pool = new(training, self.Id, settings);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] tasks = [BeatAsync(stop.Token), .. Enumerable.Range(0, slots).Select(_ => RunShardsAsync(pool, stop.Token))];
        try
        {
            await await Task.WhenAny(tasks);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<string?> JoinAsync(CancellationToken cancellationToken) =>
        await learner.Join(self).WaitAsync(run.Silence, cancellationToken);

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        while (await JoinAsync(cancellationToken) is null)
        {
            await Task.Delay(Timing.Beat, cancellationToken);
        }
    }

    private async Task RunShardsAsync(ShardPool pool, CancellationToken cancellationToken)
    {
        Task sending = Task.CompletedTask;
        while (true)
        {
            ShardCall? call = await learner.Take(self.Id).WaitAsync(cancellationToken);
            ShardAnswer? answer = call is null ? null : await pool.Collect(call, learner, cancellationToken);
            await sending;

            // The next shard runs while the answer is sent.
            sending = answer is null ? Task.CompletedTask : learner.Complete(answer).WaitAsync(cancellationToken);
        }
    }
}
