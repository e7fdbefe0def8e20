using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Training;

/// <summary>Trains a generated policy with proximal policy optimization (PPO).</summary>
/// <remarks>Schulman et al. 2017, "Proximal Policy Optimization Algorithms". Trainings with the same seed are identical.</remarks>
/// <typeparam name="TObservation">The observation of the policy.</typeparam>
/// <typeparam name="TActions">The actions of the policy.</typeparam>
/// <typeparam name="TDistribution">The distribution of the policy.</typeparam>
public sealed class PpoTrainer<TObservation, TActions, TDistribution> : ITrainer
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
    where TDistribution : IPolicyDistribution<TDistribution, TActions>
{
    private readonly MaskedPolicy<TObservation, TActions, TDistribution> _policy;
    private readonly CheckedEnvironments<TObservation, TActions> _environments;
    private readonly CarriedMemory<TObservation, TActions> _memory;
    private readonly bool[] _starts;
    private readonly Rollout<TObservation, TActions> _rollout;
    private readonly PpoOptions _options;
    private readonly PpoLearner<TObservation, TActions, TDistribution> _learner;
    private readonly RandomStream _renderStream;
    private readonly RecentReturns _returns;
    private readonly float[] _finalValues;
    private readonly float[] _actorRewards;
    private RandomStream _actionStream;

    internal PpoTrainer(
        MaskedPolicy<TObservation, TActions, TDistribution> policy,
        IVectorEnvironment<TObservation, TActions> environments,
        Rollout<TObservation, TActions> rollout,
        PpoOptions options,
        int threads)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(environments);
        ArgumentNullException.ThrowIfNull(rollout);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        Validate(policy, rollout, options);
        if (rollout.Environments != environments.Count)
        {
            throw new ArgumentException(
                $"{policy.GetName()}: expected a rollout of {environments.Count} environments, got one of {rollout.Environments}.",
                nameof(rollout));
        }

        TrainingProcess.Prepare();
        _policy = policy;
        _environments = new CheckedEnvironments<TObservation, TActions>(environments, () => _actionStream!.Step, rollout.ActorSlots);
        _rollout = rollout;
        _options = options;
        _memory = policy.CarryMemory(environments.Count);
        _starts = [.. Enumerable.Repeat(true, environments.Count)];
        _learner = new PpoLearner<TObservation, TActions, TDistribution>(policy, rollout, options, threads);
        _actionStream = new RandomStream(options.Seed);
        _renderStream = new RandomStream(options.Seed);
        _returns = new RecentReturns(options.RecentEpisodes);
        _finalValues = new float[environments.Count * (rollout.ActorSlots ?? 1)];
        _actorRewards = new float[environments.Count * (rollout.ActorSlots ?? 0)];
    }

    /// <summary>
    /// Transforms each observation before it is stored in the rollout; null stores it unchanged. The policy acts on the original
    /// observation and learns from the stored one, so both the old and the new log-probabilities of an update are computed from the stored
    /// one. Removing the masks here gives the "naive" masking of Huang and Ontañón 2020, "A Closer Look at Invalid Action Masking in
    /// Policy Gradient Algorithms".
    /// </summary>
    public Func<TObservation, TObservation>? StoredObservationTransform { get; set; }

    /// <summary>The policy. The trainer owns it.</summary>
    public MaskedPolicy<TObservation, TActions, TDistribution> Policy => _policy;

    /// <inheritdoc/>
    public TrainingProgress Progress { get; private set; } = TrainingProgress.None;

    /// <inheritdoc/>
    public bool ResumesExactly => _environments.SavesEpisodes;

    /// <inheritdoc/>
    public IReadOnlyList<string> MetricNames => _learner.MetricNames;

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>> Settings =>
    [
        new("trainer", "PPO"),
        new("policy", _policy.GetName()),
        .. ModuleState.Describe(_policy),
        new("environments", $"{_environments.Count}"),
        new("rollout steps", $"{_rollout.Steps}"),
        .. RunSettings.FromOptions(_options),
    ];

    /// <inheritdoc/>
    public bool Update(CancellationToken cancellationToken)
    {
        WorkerThreads.UseOneTorchThread();
        using DisposeScope scope = NewDisposeScope();
        TimeSpan environmentTime = TimeSpan.Zero;
        long started = Stopwatch.GetTimestamp();
        bool isFull = Collect(ref environmentTime, cancellationToken);
        TimeSpan rolloutTime = Stopwatch.GetElapsedTime(started);
        started = Stopwatch.GetTimestamp();
        double[]? metrics = isFull
            ? _learner.Learn(Progress.EnvironmentSteps, recomputeOldLogProbs: StoredObservationTransform is not null)
            : null;
        TimeSpan learningTime = Stopwatch.GetElapsedTime(started);

        long steps = _actionStream.Step * _environments.Count;
        TrainingTime time = Progress.Time;
        Progress = new TrainingProgress(
            steps,
            Progress.Updates + (isFull ? 1 : 0),
            _returns.Episodes,
            _returns.Mean,
            metrics ?? Progress.Metrics
        )
        {
            Time = new TrainingTime(
                time.EnvironmentSteps + steps - Progress.EnvironmentSteps,
                time.Environment + environmentTime,
                time.Acting + rolloutTime - environmentTime,
                time.Learning + learningTime
            ),
        };
        return isFull;
    }

    /// <inheritdoc/>
    public IEnumerable<string> RenderEpisode() => Episodes.Frames(_environments.Render, () =>
    {
        // The memory is that of the training, so that it fits the episodes that the next update continues.
        VectorStepResult result = Episodes.Step(_environments, _policy, _memory, _renderStream);
        result.Dones.CopyTo(_starts, 0);
        return result;
    });

    /// <inheritdoc/>
    public void SavePolicy(string path) => _policy.Save(path);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ModuleState.Save(_policy, writer);
        _learner.Save(writer);
        writer.Write(_actionStream.Step);
        writer.Write(Progress.Updates);
        _returns.Save(writer);
        _environments.Save(writer);
        if (ResumesExactly)
        {
            writer.Write(MemoryMarshal.AsBytes<bool>(_starts));
            foreach (Tensor memory in _memory.Tensors)
            {
                writer.Write(memory.bytes);
            }
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        int updates = 0;
        Rollback.Load(this, reader, source => updates = Read(source));
        Progress = new TrainingProgress(_actionStream.Step * _environments.Count, updates, _returns.Episodes, _returns.Mean, []);
    }

    /// <summary>Throws if an option is out of range for a rollout, or if the policy has no state value.</summary>
    internal static void Validate(
        MaskedPolicy<TObservation, TActions, TDistribution> policy, Rollout<TObservation, TActions> rollout, PpoOptions options)
    {
        options.Validate(policy.IsRecurrent, rollout.Environments, rollout.Steps);
        if (!rollout.HasValues)
        {
            throw new ArgumentException(
                $"{policy.GetName()}: PPO needs the state value. Declare [Value] public partial ValueHead Value {{ get; }}.",
                nameof(policy));
        }

        if (rollout.ActorSlots is not null && options.AlternatesSides)
        {
            throw new ArgumentException(
                $"{policy.GetName()}: PpoOptions.AlternatesSides needs one value per environment, because the actors of a step and of the "
                    + "next belong to different sides. Declare [Value] without Each.",
                nameof(options));
        }
    }

    /// <summary>Disposes the policy and the environments.</summary>
    public void Dispose()
    {
        _memory.Dispose();
        _environments.Dispose();
        _policy.Dispose();
    }

    /// <returns>The number of updates.</returns>
    private int Read(BinaryReader reader)
    {
        ModuleState.Load(_policy, reader);
        _learner.Load(reader);
        _actionStream = reader.ReadRandomStream(_actionStream, "actions", _environments.Count);
        int updates = reader.ReadInt32("updates", 0, int.MaxValue);
        _returns.Load(reader);
        _environments.Load(reader);
        Array.Fill(_starts, true);
        _memory.Reset(_starts);
        if (ResumesExactly)
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

        return updates;
    }

    /// <summary>Fills the rollout and computes its advantages.</summary>
    /// <returns>False if it was canceled before the rollout was full.</returns>
    private bool Collect(ref TimeSpan environmentTime, CancellationToken cancellationToken)
    {
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
            environmentTime += Stopwatch.GetElapsedTime(started);
            _memory.Remember(step);
            _rollout.AddOutcome(Rewards(result), result.Dones, FinalValues(result));
            _environments.ResetTruncated();
            _memory.Reset(result.Dones);
            result.Dones.CopyTo(_starts, 0);
            foreach (double episodeReturn in result.FinishedReturns)
            {
                _returns.Add(episodeReturn);
            }
        }

        using Step<TActions> last = ActGreedily();
        _rollout.ComputeAdvantages(_options.AlternatesSides ? -_options.Discount : _options.Discount, _options.AdvantageDecay, last.Value);
        return true;
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
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(last.Value.contiguous().bytes);
        int slots = _finalValues.Length / _environments.Count;
        int present = values.Length / _environments.Count;
        Array.Clear(_finalValues);
        for (int row = 0; row < _environments.Count; row++)
        {
            if (result.Truncated[row])
            {
                values.Slice(row * present, present).CopyTo(_finalValues.AsSpan(row * slots));
            }
        }

        return _finalValues;
    }

    /// <summary>The rewards that are learned from: one for each row or, if every actor has a value, one for each slot.</summary>
    private ReadOnlySpan<float> Rewards(VectorStepResult result)
    {
        if (_rollout.ActorSlots is not { } slots)
        {
            return result.Rewards;
        }

        for (int row = 0; row < _environments.Count; row++)
        {
            Span<float> ofRow = _actorRewards.AsSpan(row * slots, slots);
            ofRow.Fill(result.Rewards[row]);
            result.ActorRewards[row].Span.CopyTo(ofRow);
        }

        return _actorRewards;
    }
}
