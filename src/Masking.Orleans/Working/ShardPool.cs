using System.Collections.Concurrent;
using Masking.Training;

namespace Masking.Orleans;

/// <summary>The shards of a worker process, and the parameters of the policy, which are received once for each update.</summary>
/// <param name="training">The training that the shards belong to.</param>
/// <param name="self">The identity of the worker.</param>
/// <param name="settings">The settings of the connection.</param>
internal sealed class ShardPool(IShardedTraining training, Guid self, ClusterSettings settings) : IDisposable
{
    private readonly ConcurrentDictionary<int, Lazy<IRolloutShard>> _shards = new();
    private readonly Lock _lock = new();
    private (long Update, Task<byte[]?> Bytes)? _parameters;

    /// <summary>Collects one rollout of a shard.</summary>
    /// <returns>The answer; null if the update is over.</returns>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public async Task<ShardAnswer?> Collect(ShardCall call, ILearnerGrain learner, CancellationToken cancellationToken) =>
        await ParametersOf(call, learner).WaitAsync(cancellationToken) is { } parameters
            ? await Task.Run(() => Collect(call, parameters, cancellationToken), cancellationToken)
            : null;

    /// <summary>Disposes the shards.</summary>
    public void Dispose()
    {
        foreach (Lazy<IRolloutShard> shard in _shards.Values.Where(shard => shard.IsValueCreated))
        {
            shard.Value.Dispose();
        }
    }

    private Task<byte[]?> ParametersOf(ShardCall call, ILearnerGrain learner)
    {
        lock (_lock)
        {
            if (_parameters is not { } received || received.Update != call.Update || received.Bytes.IsFaulted)
            {
                _parameters = received = (call.Update, learner.GetParameters(call.Run, call.Update));
            }

            return received.Bytes;
        }
    }

    private ShardAnswer Collect(ShardCall call, byte[] parameters, CancellationToken cancellationToken)
    {
        try
        {
            IRolloutShard shard = _shards.GetOrAdd(call.Shard, index => new Lazy<IRolloutShard>(() => training.CreateShard(index))).Value;

            // A call that was repeated may run at the same time as the first one.
            lock (shard)
            {
                shard.LoadParameters(parameters);
                ShardRollout rollout = shard.Collect(call.State, cancellationToken);
                settings.RequireFits(
                    $"The rollout of shard {call.Shard} with its state",
                    (long)rollout.Steps.Length + rollout.NextState.Length,
                    "use more shards or fewer steps, or ");
                return new ShardAnswer(
                    self,
                    call with { State = [] },
                    rollout.Steps.ToArray(),
                    rollout.NextState.ToArray(),
                    rollout.EnvironmentTime,
                    Failure: null);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return ShardAnswer.Failed(self, call, exception);
        }
    }
}
