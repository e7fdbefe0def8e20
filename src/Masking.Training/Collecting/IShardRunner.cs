namespace Masking.Training;

/// <summary>Runs the shards of a training, in this process or in others.</summary>
public interface IShardRunner : IDisposable
{
    /// <summary>
    /// Collects one rollout of every shard. A call begins after the previous one has ended. With
    /// <see cref="PpoDefinition{TObservation, TActions, TDistribution, TBatch}.Overlap"/>, it is made on another thread than the update.
    /// </summary>
    /// <param name="parameters">The parameters of the policy, as <see cref="ModuleState.Save"/> writes them.</param>
    /// <param name="states">The state of each shard.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What each shard collected, in the same order.</returns>
    /// <exception cref="OperationCanceledException">It was canceled, by the token or by the runner. The trainer is unchanged.</exception>
    /// <exception cref="EnvironmentException">An environment failed.</exception>
    IReadOnlyList<ShardRollout> Collect(
        ReadOnlyMemory<byte> parameters, IReadOnlyList<ReadOnlyMemory<byte>> states, CancellationToken cancellationToken);
}
