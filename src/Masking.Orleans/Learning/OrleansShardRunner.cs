using Masking.Training;

namespace Masking.Orleans;

/// <summary>Runs the shards of a training on workers.</summary>
/// <param name="work">The queue from which workers take shards.</param>
internal sealed class OrleansShardRunner(WorkQueue work) : IShardRunner
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Workers of this process. If they fail, the training does, too.</summary>
    public Task OwnWorkers { get; set; } = Task.CompletedTask;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The same shard failed repeatedly, not because of its environments.</exception>
    /// <exception cref="ObjectDisposedException">The learner is disposed.</exception>
    public IReadOnlyList<ShardRollout> Collect(
        ReadOnlyMemory<byte> parameters, IReadOnlyList<ReadOnlyMemory<byte>> states, CancellationToken cancellationToken)
    {
        Task<ShardAnswer>[] answers = work.Add(parameters.ToArray(), states);
        try
        {
            Task all = Task.WhenAll(answers);
            while (!all.Wait(Interval, cancellationToken))
            {
                if (OwnWorkers.IsFaulted)
                {
                    OwnWorkers.GetAwaiter().GetResult();
                }

                work.Repeat();
            }

            return [.. answers.Select(answer => RolloutOf(answer.Result))];
        }
        finally
        {
            work.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static ShardRollout RolloutOf(ShardAnswer answer) => answer.Failure switch
    {
        null => new ShardRollout(answer.Steps, answer.NextState, answer.EnvironmentTime),
        { Environment: { } environment } failure => throw EnvironmentException.FromOtherProcess(
            failure.Message, environment.Row, environment.Member, environment.Step, failure.Details),
        { } failure => throw new InvalidOperationException(
            $"Shard {answer.Call.Shard} failed {WorkQueue.MostFailures} times, on workers: {failure.Message}",
            new InvalidOperationException(failure.Details)),
    };
}
