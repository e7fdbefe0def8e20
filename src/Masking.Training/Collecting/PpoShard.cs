using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Training;

/// <summary>A shard of a training with PPO.</summary>
internal sealed class PpoShard<TObservation, TActions, TDistribution> : IRolloutShard
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
    where TDistribution : IPolicyDistribution<TDistribution, TActions>
{
    private readonly MaskedPolicy<TObservation, TActions, TDistribution> _policy;
    private readonly Rollout<TObservation, TActions> _rollout;
    private readonly RolloutCollector<TObservation, TActions, TDistribution> _collector;

    /// <summary>Creates a shard at the beginning of a training.</summary>
    /// <param name="policy">A policy of its own, which is disposed with it.</param>
    /// <param name="rollout">The rollout, for the environments of this shard.</param>
    /// <param name="collector">Fills the rollout. It is disposed with this object.</param>
    public PpoShard(
        MaskedPolicy<TObservation, TActions, TDistribution> policy,
        Rollout<TObservation, TActions> rollout,
        RolloutCollector<TObservation, TActions, TDistribution> collector)
    {
        (_policy, _rollout, _collector) = (policy, rollout, collector);
        InitialState = SaveState();
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> InitialState { get; }

    /// <inheritdoc/>
    public void LoadParameters(ReadOnlyMemory<byte> parameters)
    {
        using BinaryReader reader = Memory.Reader(parameters);
        ModuleState.Load(_policy, reader);
    }

    /// <inheritdoc/>
    public void Validate(ReadOnlyMemory<byte> state) => LoadState(state);

    /// <inheritdoc/>
    public IEnumerable<string> RenderEpisode(ReadOnlyMemory<byte> state)
    {
        LoadState(state);
        return _collector.RenderEpisode();
    }

    /// <inheritdoc/>
    public ShardRollout Collect(ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        WorkerThreads.UseOneTorchThread();
        using DisposeScope scope = NewDisposeScope();
        LoadState(state);
        if (!_collector.Collect(cancellationToken))
        {
            throw new OperationCanceledException(cancellationToken);
        }

        ReadOnlyMemory<byte> steps = Memory.Write(writer =>
        {
            _rollout.Save(writer);
            writer.Write(_collector.LastValues.Length);
            writer.Write(MemoryMarshal.AsBytes(_collector.LastValues));
            writer.Write(_collector.Finished.Count);
            foreach ((int step, double episodeReturn) in _collector.Finished)
            {
                writer.Write(step);
                writer.Write(episodeReturn);
            }
        });
        return new ShardRollout(steps, SaveState(), _collector.EnvironmentTime);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _collector.Dispose();
        _policy.Dispose();
    }

    private ReadOnlyMemory<byte> SaveState() => Memory.Write(writer =>
    {
        writer.Write(_collector.Step);
        _collector.Save(writer);
    });

    private void LoadState(ReadOnlyMemory<byte> state)
    {
        using BinaryReader reader = Memory.Reader(state);
        long step = reader.ReadRandomStream(new RandomStream(seed: 0), "actions", _collector.Environments).Step;
        _collector.Load(reader, step);
        reader.RequireEnd();
    }
}
