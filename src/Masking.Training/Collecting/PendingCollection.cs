namespace Masking.Training;

/// <summary>A rollout of every shard that is collected on a thread of its own.</summary>
internal sealed class PendingCollection : IDisposable
{
    private readonly CancellationTokenSource _canceled = new();
    private readonly Task<IReadOnlyList<ShardRollout>> _rollouts;

    /// <summary>Begins to collect.</summary>
    /// <param name="runner">Runs the shards.</param>
    /// <param name="parameters">The parameters of the policy.</param>
    /// <param name="states">The state of each shard.</param>
    public PendingCollection(IShardRunner runner, ReadOnlyMemory<byte> parameters, IReadOnlyList<ReadOnlyMemory<byte>> states)
    {
        CancellationToken canceled = _canceled.Token;
        _rollouts = Task.Factory.StartNew(
            () => runner.Collect(parameters, states, canceled),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    /// <summary>What each shard collected. Waits until the collection has ended.</summary>
    /// <exception cref="EnvironmentException">An environment failed.</exception>
    public IReadOnlyList<ShardRollout> Rollouts => _rollouts.GetAwaiter().GetResult();

    /// <summary>Waits until the collection has ended, also if it has failed.</summary>
    /// <param name="cancellationToken">Cancels the wait. The collection continues, and can be waited for again.</param>
    /// <exception cref="OperationCanceledException">The wait was canceled.</exception>
    public void Wait(CancellationToken cancellationToken) => Task.WaitAny([_rollouts], cancellationToken);

    /// <summary>Cancels the collection and waits until it has ended.</summary>
    public void Dispose()
    {
        _canceled.Cancel();
        Task.WaitAny(_rollouts);

        // An exception that nobody has read is reported when the task is finalized.
        _ = _rollouts.Exception;
        _canceled.Dispose();
    }
}
