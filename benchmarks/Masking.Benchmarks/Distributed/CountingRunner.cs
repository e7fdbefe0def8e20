using Masking.Training;

namespace Masking.Benchmarks.Distributed;

/// <summary>Counts the bytes of the rollouts, the states and the parameters that another runner receives.</summary>
/// <param name="inner">The other runner, which is disposed with this object.</param>
internal sealed class CountingRunner(IShardRunner inner) : IShardRunner
{
    /// <summary>The bytes of all rollouts in packed form.</summary>
    public long Steps { get; private set; }

    /// <summary>The bytes of all states, in both directions.</summary>
    public long States { get; private set; }

    /// <summary>The bytes of the parameters of one update.</summary>
    public int Parameters { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<ShardRollout> Collect(
        ReadOnlyMemory<byte> parameters, IReadOnlyList<ReadOnlyMemory<byte>> states, CancellationToken cancellationToken)
    {
        IReadOnlyList<ShardRollout> rollouts = inner.Collect(parameters, states, cancellationToken);
        Steps += rollouts.Sum(rollout => (long)rollout.Steps.Length);
        States += states.Sum(state => (long)state.Length) + rollouts.Sum(rollout => (long)rollout.NextState.Length);
        Parameters = parameters.Length;
        return rollouts;
    }

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();
}
