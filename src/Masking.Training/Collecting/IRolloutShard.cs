namespace Masking.Training;

/// <summary>
/// Collects the rollouts of a part of the environments of a training. What it collects is a function of the parameters of the policy and of
/// the state that it begins with, and of nothing else. A shard can therefore run in any process, and again after a failure, with the same
/// bits.
/// </summary>
public interface IRolloutShard : IDisposable
{
    /// <summary>The state at the beginning of a training.</summary>
    ReadOnlyMemory<byte> InitialState { get; }

    /// <summary>Loads the parameters of the policy, as <see cref="ModuleState.Save"/> writes them.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <exception cref="CheckpointException">The parameters belong to another policy. Nothing is changed.</exception>
    /// <exception cref="EndOfStreamException">There are too few bytes. Nothing is changed.</exception>
    void LoadParameters(ReadOnlyMemory<byte> parameters);

    /// <summary>Requires a state that the environments of this shard can continue from.</summary>
    /// <param name="state">The state.</param>
    /// <exception cref="CheckpointException">The state belongs to another shard, or to other environments.</exception>
    /// <exception cref="EndOfStreamException">There are too few bytes.</exception>
    void Validate(ReadOnlyMemory<byte> state);

    /// <summary>Runs a whole episode of the first environment, without learning, and returns the rendered states.</summary>
    /// <param name="state">The state to begin with.</param>
    /// <exception cref="CheckpointException">The state belongs to another shard, or to other environments.</exception>
    IEnumerable<string> RenderEpisode(ReadOnlyMemory<byte> state);

    /// <summary>Collects one rollout.</summary>
    /// <param name="state">The state to begin with.</param>
    /// <param name="cancellationToken">Checked between environment steps.</param>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    /// <exception cref="EnvironmentException">An environment failed.</exception>
    /// <exception cref="CheckpointException">The state belongs to another shard, or to other environments.</exception>
    ShardRollout Collect(ReadOnlyMemory<byte> state, CancellationToken cancellationToken);
}
