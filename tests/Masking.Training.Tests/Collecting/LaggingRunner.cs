namespace Masking.Training.Tests;

/// <summary>Collects with the parameters of the previous call. The first call has none before it, and uses its own.</summary>
/// <param name="runner">Runs the shards.</param>
internal sealed class LaggingRunner(IShardRunner runner) : IShardRunner
{
    private ReadOnlyMemory<byte>? _previous;

    public IReadOnlyList<ShardRollout> Collect(
        ReadOnlyMemory<byte> parameters, IReadOnlyList<ReadOnlyMemory<byte>> states, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> used = _previous ?? parameters;
        _previous = parameters;
        return runner.Collect(used, states, cancellationToken);
    }

    public void Dispose() => runner.Dispose();
}
