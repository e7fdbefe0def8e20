using static TorchSharp.torch;

namespace Masking.Training;

/// <summary>Recorded pairs of observation and actions, which a policy learns to imitate.</summary>
/// <remarks>Every step has the same number of environments. A recording of single pairs has one environment.</remarks>
/// <typeparam name="TObservation">The observations of the policy.</typeparam>
/// <typeparam name="TActions">The actions of the policy.</typeparam>
public sealed class Demonstrations<TObservation, TActions> : IDisposable
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
{
    private readonly IRolloutBatch<TObservation, TActions> _batch;
    private readonly List<(TObservation Observation, TActions Actions, bool[] Dones)> _steps = [];

    internal Demonstrations(IRolloutBatch<TObservation, TActions> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _batch = batch;
        Environments = batch.Environments;
    }

    /// <summary>The number of environments.</summary>
    public int Environments { get; }

    /// <summary>The number of steps of each environment.</summary>
    public int Steps => _steps.Count;

    /// <summary>Copies a step: the observations of all environments, and the actions that were taken in them.</summary>
    /// <param name="observation">The observations.</param>
    /// <param name="actions">The actions, one for each environment.</param>
    /// <param name="dones">For each environment, whether the step ended its episode; empty if none did. Only recurrent policies use
    /// it.</param>
    /// <exception cref="ArgumentException">The number of dones is not the number of environments.</exception>
    public void Add(TObservation observation, TActions actions, ReadOnlySpan<bool> dones = default)
    {
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(actions);
        bool[] ends = new bool[Environments];
        Copy(dones.IsEmpty ? ends : dones, ends);
        using IDisposable frozen = no_grad();
        _steps.Add((observation.Clone().DetachFromDisposeScope(), actions.Clone().DetachFromDisposeScope(), ends));
    }

    /// <summary>Disposes the recorded tensors.</summary>
    public void Dispose()
    {
        foreach ((TObservation observation, TActions actions, _) in _steps)
        {
            observation.DisposeTensors();
            actions.DisposeTensors();
        }

        _steps.Clear();
    }

    /// <summary>Sets which episodes ended with the last step.</summary>
    internal void EndEpisodes(ReadOnlySpan<bool> dones) => Copy(dones, _steps[^1].Dones);

    /// <summary>Copies consecutive steps into a full rollout.</summary>
    /// <param name="start">The first step.</param>
    /// <param name="count">The number of steps; at least 1.</param>
    internal Rollout<TObservation, TActions> ToRollout(int start, int count)
    {
        Rollout<TObservation, TActions> rollout = _batch.CreateRollout(count);
        float[] none = new float[Environments * (rollout.ActorSlots ?? 1)];
        rollout.Clear(start == 0 ? [.. Enumerable.Repeat(true, Environments)] : _steps[start - 1].Dones);
        foreach ((TObservation observation, TActions actions, bool[] dones) in _steps[start..(start + count)])
        {
            rollout.Add(observation, actions);
            rollout.AddOutcome(none, dones);
        }

        // A rollout has minibatches once its advantages are computed. Cloning uses none of them.
        rollout.ComputeAdvantages(gamma: 0, lambda: 0, none);
        return rollout;
    }

    private void Copy(ReadOnlySpan<bool> dones, bool[] ends)
    {
        if (dones.Length != Environments)
        {
            throw new ArgumentException($"expected {Environments} dones, one for each environment, got {dones.Length}.", nameof(dones));
        }

        dones.CopyTo(ends);
    }
}
