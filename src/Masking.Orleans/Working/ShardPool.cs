using System.Collections.Concurrent;
using Masking.Training;

namespace Masking.Orleans;

/// <summary>The shards of a worker process, and the parameters of the policy, which are received once for each update.</summary>
internal sealed class ShardPool : IDisposable
{
    private readonly ConcurrentDictionary<int, IRolloutShard> _shards = new();
    private readonly Lock _lock = new();
    private IShardedTraining? _training;
    private string? _run;
    private (long Update, Task<byte[]?> Bytes)? _parameters;

    /// <summary>Sets the training that the shards belong to.</summary>
    /// <param name="run">The run of the learner.</param>
    /// <param name="training">The training.</param>
    public void Open(string run, IShardedTraining training)
    {
        lock (_lock)
        {
            (_run, _training, _parameters) = (run, training, null);
        }
    }

    /// <summary>Collects one rollout of a shard.</summary>
    /// <returns>The answer; null if the update is over.</returns>
    /// <exception cref="InvalidOperationException">The call belongs to another run.</exception>
    public async Task<ShardAnswer?> Collect(ShardCall call, ILearnerGrain learner)
    {
        IShardedTraining training = Require(call.Run);
        return await ParametersOf(call, learner) is { } parameters ? await Task.Run(() => Collect(training, call, parameters)) : null;
    }

    /// <summary>Disposes the shards.</summary>
    public void Dispose()
    {
        foreach (IRolloutShard shard in _shards.Values)
        {
            shard.Dispose();
        }
    }

    private IShardedTraining Require(string run)
    {
        lock (_lock)
        {
            return _training is not null && run == _run
                ? _training
                : throw new InvalidOperationException($"expected a call of the run {_run ?? "(none)"}, got one of the run {run}.");
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

    private ShardAnswer Collect(IShardedTraining training, ShardCall call, byte[] parameters)
    {
        IRolloutShard shard = _shards.GetOrAdd(call.Shard, training.CreateShard);

        // A call that was repeated may run at the same time as the first one.
        lock (shard)
        {
            try
            {
                shard.LoadParameters(parameters);
                ShardRollout rollout = shard.Collect(call.State, CancellationToken.None);
                return new ShardAnswer(
                    call.Run,
                    call.Update,
                    call.Shard,
                    rollout.Steps.ToArray(),
                    rollout.NextState.ToArray(),
                    rollout.EnvironmentTime,
                    Failure: null);
            }
            catch (EnvironmentException exception)
            {
                return new ShardAnswer(call.Run, call.Update, call.Shard, [], [], TimeSpan.Zero, new ShardFailure(
                    exception.Message, exception.Row, exception.Member, exception.Step, exception.InnerException?.ToString()));
            }
        }
    }
}
