using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Training;

/// <summary>
/// Trains a generated policy to imitate recorded actions: it maximizes their mean log-probability. An update is one pass over the
/// recording.
/// </summary>
/// <remarks>
/// The state value is not trained, because a recording has no rewards. Trainings with the same seed are identical.
/// <see cref="TrainingProgress.EnvironmentSteps"/> counts the pairs learned from, a pair once in every pass.
/// </remarks>
/// <typeparam name="TObservation">The observations of the policy.</typeparam>
/// <typeparam name="TActions">The actions of the policy.</typeparam>
/// <typeparam name="TDistribution">The distribution of the policy.</typeparam>
public sealed class BehaviorCloningTrainer<TObservation, TActions, TDistribution> : ITrainer
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
    where TDistribution : IPolicyDistribution<TDistribution, TActions>
{
    private readonly MaskedPolicy<TObservation, TActions, TDistribution> _policy;
    private readonly CloningOptions _options;
    private readonly int _threads;
    private readonly Recording<TObservation, TActions> _learned;
    private readonly Recording<TObservation, TActions>? _heldOut;
    private readonly Adam _optimizer;
    private readonly ParallelGradient _gradient;
    private readonly Scalar _entropyWeight;
    private RandomStream _shuffle;

    internal BehaviorCloningTrainer(
        MaskedPolicy<TObservation, TActions, TDistribution> policy,
        Demonstrations<TObservation, TActions> demonstrations,
        CloningOptions options,
        int threads)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(demonstrations);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        options.Validate();
        if (demonstrations.Steps == 0)
        {
            throw new ArgumentException("Expected demonstrations, got none. Add at least one step.", nameof(demonstrations));
        }

        TrainingProcess.Prepare();
        (_policy, _options, _threads) = (policy, options, threads);
        int heldOut = (int)(demonstrations.Steps * options.ValidationShare);
        int learned = demonstrations.Steps - heldOut;
        int? length = policy.IsRecurrent ? options.SequenceLength : null;
        _learned = new Recording<TObservation, TActions>(demonstrations, 0, learned, length);
        _heldOut = heldOut == 0 ? null : new Recording<TObservation, TActions>(demonstrations, learned, heldOut, length);
        _optimizer = new Adam(policy.parameters(), options.LearningRate);
        _gradient = new ParallelGradient(policy.parameters(), threads);
        _entropyWeight = options.EntropyWeight;
        _shuffle = new RandomStream(options.Seed);
        RequireLegal(_learned);
        if (_heldOut is not null)
        {
            RequireLegal(_heldOut);
        }
    }

    /// <summary>The policy. The trainer owns it.</summary>
    public MaskedPolicy<TObservation, TActions, TDistribution> Policy => _policy;

    /// <inheritdoc/>
    public TrainingProgress Progress { get; private set; } = TrainingProgress.None;

    /// <inheritdoc/>
    public bool ResumesExactly => true;

    /// <summary>
    /// The mean negative log-probability and the mean entropy of the pairs learned from. If pairs are held out, also their mean negative
    /// log-probability, and the share of their actions that are the most probable ones, jointly and for each head.
    /// </summary>
    public IReadOnlyList<string> MetricNames => _heldOut is null
        ? ["loss", "entropy"]
        : ["loss", "entropy", "validation loss", "agreement", .. TActions.MemberNames.Select(head => $"agreement/{head}")];

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>> Settings =>
    [
        new("trainer", "behavior cloning"),
        new("policy", _policy.GetName()),
        .. ModuleState.Describe(_policy),
        new("pairs", $"{_learned.Pairs}"),
        .. RunSettings.FromOptions(_options),
    ];

    /// <inheritdoc/>
    public bool Update(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return false;
        }

        WorkerThreads.UseOneTorchThread();
        long started = Stopwatch.GetTimestamp();
        (double loss, double entropy) = Learn();
        double[] heldOut = _heldOut is null ? [] : Validate(_heldOut);
        TrainingTime time = Progress.Time;
        Progress = new TrainingProgress(
            Progress.EnvironmentSteps + _learned.Pairs, Progress.Updates + 1, 0, null, [loss, entropy, .. heldOut])
        {
            Time = time with
            {
                EnvironmentSteps = time.EnvironmentSteps + _learned.Pairs,
                Learning = time.Learning + Stopwatch.GetElapsedTime(started),
            },
        };
        return true;
    }

    /// <summary>Returns nothing, because a recording has no environment.</summary>
    public IEnumerable<string> RenderEpisode() => [];

    /// <inheritdoc/>
    public void SavePolicy(string path) => _policy.Save(path);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ModuleState.Save(_policy, writer);
        _optimizer.Save(writer);
        writer.Write(_shuffle.Step);
        writer.Write(Progress.Updates);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        int updates = 0;
        Rollback.Load(this, reader, source =>
        {
            ModuleState.Load(_policy, source);
            _optimizer.Load(source);
            _shuffle = source.ReadRandomStream(_shuffle, "minibatches");
            updates = source.ReadInt32("updates", 0, int.MaxValue);
        });
        Progress = new TrainingProgress((long)updates * _learned.Pairs, updates, 0, null, []);
    }

    /// <summary>Disposes the policy.</summary>
    public void Dispose() => _policy.Dispose();

    private (double Loss, double Entropy) Learn()
    {
        (double loss, double entropy) = (0, 0);
        foreach (Minibatch<TObservation, TActions> minibatch in _learned.Minibatches(_options.BatchSize, _shuffle))
        {
            using DisposeScope scope = NewDisposeScope();
            (int Start, int Count)[] shards = Shards.Of(minibatch, _options.RowsPerShard);
            (double Loss, double Entropy)[] sums = new (double, double)[shards.Length];
            long rows = minibatch.Rows.numel();
            Tensor?[] gradients = _gradient.Compute(shards.Length, i =>
            {
                PolicyRows<TObservation, TActions, TDistribution> shard = new(
                    _policy, minibatch.Slice(shards[i].Start, shards[i].Count));
                TDistribution distribution = shard.Distribution();
                Tensor logProb = distribution.LogProb(shard.Actions).sum();
                Tensor entropies = distribution.Entropy().sum();
                sums[i] = (-logProb.ToDouble(), entropies.ToDouble());
                using Scalar perRow = -1.0 / rows;
                return logProb.add(entropies.mul(_entropyWeight), Scalars.One).mul(perRow);
            });
            _optimizer.Step(gradients, _options.MaxGradientNorm);
            loss += sums.Sum(sum => sum.Loss);
            entropy += sums.Sum(sum => sum.Entropy);
        }

        return (loss / _learned.Pairs, entropy / _learned.Pairs);
    }

    /// <summary>Returns the metrics of the pairs held out.</summary>
    private double[] Validate(Recording<TObservation, TActions> heldOut)
    {
        Dictionary<string, float[]> tolerances = ActionTensors.Tolerances(_policy);
        Agreement[] shards = [.. ForEachShard(heldOut, rows => Agreement.Of(rows, tolerances)).Select(shard => shard.Result)];
        return
        [
            -shards.Sum(shard => shard.LogProb) / heldOut.Pairs,
            (double)shards.Sum(shard => shard.Rows) / heldOut.Pairs,
            .. TActions.MemberNames.Select((_, head) =>
                (double)shards.Sum(shard => shard.Heads[head].Same) / Math.Max(1, shards.Sum(shard => shard.Heads[head].All))),
        ];
    }

    private IEnumerable<(int FirstStep, T Result)> ForEachShard<T>(
        Recording<TObservation, TActions> recording, Func<PolicyRows<TObservation, TActions, TDistribution>, T> compute) =>
        recording.All().SelectMany(part => ForEachShard(part.Pairs, compute).Select(result => (part.FirstStep, result)));

    /// <summary>Computes results for all shards without gradients, in parallel, and disposes the minibatch.</summary>
    private T[] ForEachShard<T>(
        Minibatch<TObservation, TActions> pairs, Func<PolicyRows<TObservation, TActions, TDistribution>, T> compute)
    {
        using Minibatch<TObservation, TActions> owned = pairs;
        (int Start, int Count)[] shards = Shards.Of(pairs, _options.RowsPerShard);
        T[] results = new T[shards.Length];
        WorkerThreads.For(shards.Length, _threads, i =>
        {
            using IDisposable frozen = no_grad();
            using DisposeScope scope = NewDisposeScope();
            results[i] = compute(new PolicyRows<TObservation, TActions, TDistribution>(
                _policy, pairs.Slice(shards[i].Start, shards[i].Count)));
        });
        return results;
    }

    /// <summary>Throws if a recorded action is masked in its observation, so that its log-probability is -inf.</summary>
    private void RequireLegal(Recording<TObservation, TActions> recording)
    {
        foreach ((int firstStep, IllegalAction? illegal) in ForEachShard(recording, IllegalAction.Find))
        {
            if (illegal is not null)
            {
                (long step, long environment) = Math.DivRem(illegal.Row, recording.Environments);
                throw new ArgumentException(
                    $"{_policy.GetName()}: expected demonstrations of legal actions, got an action of {illegal.Head} that is masked, at "
                        + $"step {firstStep + step} of environment {environment}. Record the masks that held when the action was taken.",
                    "demonstrations");
            }
        }
    }
}
