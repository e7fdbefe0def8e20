using Masking.Training;

namespace Masking.Orleans;

/// <summary>Runs the shards of a training on workers.</summary>
/// <param name="work">The queue from which workers take shards.</param>
internal sealed class OrleansShardRunner(WorkQueue work) : IShardRunner
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public IReadOnlyList<ShardRollout> Collect(
        ReadOnlyMemory<byte> parameters, IReadOnlyList<ReadOnlyMemory<byte>> states, CancellationToken cancellationToken)
    {
        Task<ShardAnswer>[] answers = work.Add(parameters.ToArray(), states);
        try
        {
            Task all = Task.WhenAll(answers);
            while (!all.Wait(Interval, cancellationToken))
            {
                work.Repeat();
            }

            return [.. answers.Select(answer => Rollout(answer.Result))];
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

    private static ShardRollout Rollout(ShardAnswer answer) => answer.Failure is { } failure
        ? throw EnvironmentException.FromOtherProcess(failure.Message, failure.Row, failure.Member, failure.Step, failure.Details)
        : new ShardRollout(answer.Steps, answer.NextState, answer.EnvironmentTime);
}
