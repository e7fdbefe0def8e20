namespace Masking.Training.Tests;

/// <summary>Records the calls of a runner.</summary>
/// <param name="runner">The runner.</param>
internal sealed class RecordingRunner(IShardRunner runner) : IShardRunner
{
    private readonly List<byte[]> _parameters = [];

    /// <summary>The parameters of each call.</summary>
    public IReadOnlyList<byte[]> Parameters => _parameters;

    /// <summary>Called at the beginning of a call, with its index and its token.</summary>
    public Action<int, CancellationToken> OnBegin { get; set; } = (_, _) => { };

    /// <summary>Called at the end of a call, also if it fails.</summary>
    public Action OnEnd { get; set; } = () => { };

    /// <summary>Changes what a shard collected.</summary>
    public Func<ShardRollout, ShardRollout> OnRollout { get; set; } = rollout => rollout;

    /// <summary>Called when this object is disposed.</summary>
    public Action OnDispose { get; set; } = () => { };

    public IReadOnlyList<ShardRollout> Collect(
        ReadOnlyMemory<byte> parameters, IReadOnlyList<ReadOnlyMemory<byte>> states, CancellationToken cancellationToken)
    {
        _parameters.Add(parameters.ToArray());
        try
        {
            OnBegin(_parameters.Count - 1, cancellationToken);
            return [.. runner.Collect(parameters, states, cancellationToken).Select(OnRollout)];
        }
        finally
        {
            OnEnd();
        }
    }

    public void Dispose()
    {
        OnDispose();
        runner.Dispose();
    }
}
