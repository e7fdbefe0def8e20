using System.Diagnostics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Masking.Training;

/// <summary>Collects rollouts from environments that step in this process.</summary>
internal sealed class RolloutCollector<TObservation, TActions, TDistribution> : IRolloutSource<TObservation>
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
    where TDistribution : IPolicyDistribution<TDistribution, TActions>
{
    private readonly MaskedPolicy<TObservation, TActions, TDistribution> _policy;
    private readonly CheckedEnvironments<TObservation, TActions> _environments;
    private readonly CarriedMemory<TObservation, TActions> _memory;
    private readonly Rollout<TObservation, TActions> _rollout;
    private readonly bool[] _starts;
    private readonly RandomStream _renderStream;
    private readonly List<(int Step, double Return)> _finished = [];
    private readonly float[] _finalValues;
    private readonly float[] _lastValues;
    private readonly float[] _actorRewards;
    private RandomStream _actionStream;

    /// <summary>Creates a collector of environments that are at the beginning of their episodes.</summary>
    /// <param name="policy">The policy that acts. It is not disposed.</param>
    /// <param name="environments">The environments. They are disposed with this object.</param>
    /// <param name="rollout">The rollout to fill, for the same number of environments.</param>
    /// <param name="seed">The seed of the actions.</param>
    /// <param name="firstRow">The row of the first environment among all environments of the training.</param>
    public RolloutCollector(
        MaskedPolicy<TObservation, TActions, TDistribution> policy,
        IVectorEnvironment<TObservation, TActions> environments,
        Rollout<TObservation, TActions> rollout,
        long seed,
        int firstRow = 0)
    {
        _policy = policy;
        _environments = new CheckedEnvironments<TObservation, TActions>(
            environments, () => _actionStream!.Step, rollout.ActorSlots, firstRow);
        _rollout = rollout;
        _memory = policy.CarryMemory(environments.Count);
        _starts = [.. Enumerable.Repeat(true, environments.Count)];
        _actionStream = new RandomStream(seed, step: 0, firstRow);
        _renderStream = new RandomStream(seed);
        _finalValues = new float[environments.Count * (rollout.ActorSlots ?? 1)];
        _lastValues = new float[_finalValues.Length];
        _actorRewards = new float[environments.Count * (rollout.ActorSlots ?? 0)];
    }

    /// <inheritdoc/>
    public Func<TObservation, TObservation>? StoredObservationTransform { get; set; }

    /// <inheritdoc/>
    public int Environments => _environments.Count;

    /// <inheritdoc/>
    public long Step => _actionStream.Step;

    /// <inheritdoc/>
    public bool SavesEpisodes => _environments.SavesEpisodes;

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>> Settings => [];

    /// <inheritdoc/>
    public TimeSpan EnvironmentTime { get; private set; }

    /// <summary>The step of the rollout and the return of each episode that ended in the last call of <see cref="Collect"/>.</summary>
    public IReadOnlyList<(int Step, double Return)> Finished => _finished;

    /// <inheritdoc/>
    public IReadOnlyList<double> FinishedReturns => [.. _finished.Select(episode => episode.Return)];

    /// <inheritdoc/>
    public ReadOnlySpan<float> LastValues => _lastValues;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? CollectedWith => null;

    /// <inheritdoc/>
    public bool Collect(CancellationToken cancellationToken)
    {
        EnvironmentTime = TimeSpan.Zero;
        _finished.Clear();
        _rollout.Clear(_starts);
        while (!_rollout.IsFull)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            TObservation observation = _memory.AddTo(_environments.Observe());
            using Step<TActions> step = _environments.Act(() => _policy.Act(observation, _actionStream));
            _rollout.Add(StoredObservationTransform is null ? observation : StoredObservationTransform(observation), step);
            long started = Stopwatch.GetTimestamp();
            VectorStepResult result = _environments.Step(step.Actions);
            EnvironmentTime += Stopwatch.GetElapsedTime(started);
            _memory.Remember(step);
            _finished.AddRange(result.FinishedReturns.Select(episodeReturn => (_rollout.Count, episodeReturn)));
            _rollout.AddOutcome(Rewards(result), result.Dones, FinalValues(result));
            _environments.ResetTruncated();
            _memory.Reset(result.Dones);
            result.Dones.CopyTo(_starts, 0);
        }

        using Step<TActions> last = ActGreedily();
        CopyToSlots(last.Value, _lastValues, _ => true);
        return true;
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        _environments.Save(writer);
        if (SavesEpisodes)
        {
            writer.Write(MemoryMarshal.AsBytes<bool>(_starts));
            foreach (Tensor memory in _memory.Tensors)
            {
                writer.Write(memory.bytes);
            }
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader, long step)
    {
        _environments.Load(reader);
        Array.Fill(_starts, true);
        _memory.Reset(_starts);
        if (SavesEpisodes)
        {
            for (int row = 0; row < _starts.Length; row++)
            {
                _starts[row] = reader.ReadBoolean();
            }

            foreach (Tensor memory in _memory.Tensors)
            {
                reader.ReadExactly(memory.bytes);
            }
        }

        _actionStream = new RandomStream(_actionStream.Seed, step, _actionStream.FirstRow);
    }

    /// <inheritdoc/>
    public IEnumerable<string> RenderEpisode() => Episodes.Frames(_environments.Render, () =>
    {
        // The memory is that of the training, so that it fits the episodes that the next update continues.
        VectorStepResult result = Episodes.Step(_environments, _policy, _memory, _renderStream);
        result.Dones.CopyTo(_starts, 0);
        return result;
    });

    /// <summary>Disposes the environments.</summary>
    public void Dispose()
    {
        _memory.Dispose();
        _environments.Dispose();
    }

    private Step<TActions> ActGreedily() => _environments.Act(() => _policy.ActGreedily(_memory.AddTo(_environments.Observe())));

    /// <summary>The values of the final states of truncated episodes, 0 in other rows; empty if no episode was truncated.</summary>
    private ReadOnlySpan<float> FinalValues(VectorStepResult result)
    {
        if (!result.Truncated.Contains(true))
        {
            return [];
        }

        using Step<TActions> last = ActGreedily();
        CopyToSlots(last.Value, _finalValues, row => result.Truncated[row]);
        return _finalValues;
    }

    /// <summary>Copies the values of some rows to their slots, and clears the other slots.</summary>
    private void CopyToSlots(Tensor values, float[] target, Predicate<int> isCopied)
    {
        ReadOnlySpan<float> numbers = MemoryMarshal.Cast<byte, float>(values.numel() == 0 ? [] : values.contiguous().bytes);
        int slots = target.Length / Environments;
        int present = numbers.Length / Environments;
        Array.Clear(target);
        for (int row = 0; row < Environments; row++)
        {
            if (isCopied(row))
            {
                numbers.Slice(row * present, present).CopyTo(target.AsSpan(row * slots));
            }
        }
    }

    /// <summary>The rewards that are learned from: one for each row or, if every actor has a value, one for each slot.</summary>
    private ReadOnlySpan<float> Rewards(VectorStepResult result)
    {
        if (_rollout.ActorSlots is not { } slots)
        {
            return result.Rewards;
        }

        for (int row = 0; row < Environments; row++)
        {
            Span<float> ofRow = _actorRewards.AsSpan(row * slots, slots);
            ofRow.Fill(result.Rewards[row]);
            result.ActorRewards[row].Span.CopyTo(ofRow);
        }

        return _actorRewards;
    }
}
