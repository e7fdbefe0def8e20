using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Training;

/// <summary>Learns from a full rollout.</summary>
internal sealed class PpoLearner<TObservation, TActions, TDistribution> : ICheckpointable
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
    where TDistribution : IPolicyDistribution<TDistribution, TActions>
{
    private const double AdamEpsilon = 1e-5;

    /// <summary>Added to the seed, so that minibatches use other random numbers than the actions.</summary>
    private const long MinibatchSeedOffset = 1L << 32;

    /// <summary>Added to the seed, so that the sample that heads are measured on uses other random numbers than minibatches.</summary>
    private const long SampleSeedOffset = 1L << 34;

    private static readonly string[] JointMetrics = ["entropy", "kl", "clip", "policy loss", "value loss", "legal", "learning rate"];

    private readonly MaskedPolicy<TObservation, TActions, TDistribution> _policy;
    private readonly Rollout<TObservation, TActions> _rollout;
    private readonly PpoOptions _options;
    private readonly int _threads;
    private readonly Adam _optimizer;
    private readonly ParallelGradient _gradient;
    private readonly HeadMetrics<TObservation, TActions, TDistribution> _heads;
    private readonly RatioClip _clip;
    private readonly Scalar? _valueClip;
    private readonly Scalar _valueWeight;
    private readonly Scalar _entropyWeight;
    private RandomStream _shuffle;

    public PpoLearner(
        MaskedPolicy<TObservation, TActions, TDistribution> policy,
        Rollout<TObservation, TActions> rollout,
        PpoOptions options,
        int threads)
    {
        _policy = policy;
        _rollout = rollout;
        _options = options;
        _threads = threads;
        _optimizer = new Adam(policy.parameters(), options.LearningRate, epsilon: AdamEpsilon);
        _gradient = new ParallelGradient(policy.parameters(), threads);
        _clip = new RatioClip(options.ClipRange, options.DualClip);
        _heads = new HeadMetrics<TObservation, TActions, TDistribution>(policy, rollout, _clip);
        _valueClip = options.ValueClipRange is { } range ? range : null;
        _valueWeight = options.ValueWeight;
        _entropyWeight = options.EntropyWeight;
        _shuffle = new RandomStream(MinibatchSeedOffset + options.Seed);
        MetricNames = [.. JointMetrics, .. _heads.Names];
    }

    /// <summary>
    /// The names of the metrics. Losses, divergence and clip fraction of the joint action are means over all minibatches of the update.
    /// </summary>
    public string[] MetricNames { get; }

    /// <summary>Updates the policy from the rollout.</summary>
    /// <param name="environmentSteps">The environment steps before this update, for the learning rate schedule.</param>
    /// <param name="recomputeOldLogProbs">Whether to recompute the old log-probabilities from the stored observations. This is needed if
    /// they differ from the observations that the policy acted on.</param>
    /// <param name="collectedWith">The parameters that the rollout was collected with; null: those of the policy. The old
    /// log-probabilities are theirs.</param>
    /// <returns>The metrics, in the order of <see cref="MetricNames"/>.</returns>
    public double[] Learn(long environmentSteps, bool recomputeOldLogProbs, ReadOnlyMemory<byte>? collectedWith)
    {
        double learningRate = _options.LearningRateAt(environmentSteps);
        _optimizer.LearningRate = learningRate;
        using DisposeScope scope = NewDisposeScope();
        using IEnumerator<Minibatch<TObservation, TActions>> samples = Samples().GetEnumerator();
        samples.MoveNext();
        Old old = collectedWith is { } parameters
            ? ModuleState.With(_policy, parameters, () => OldLogProbs(samples.Current, recomputeOldLogProbs))
            : OldLogProbs(samples.Current, recomputeOldLogProbs);
        double[] joint = Learn(old);
        (joint[5], joint[6]) = (_rollout.LegalFraction, learningRate);
        return [.. joint, .. _heads.Measure(samples.Current, old.OfSample)];
    }

    public void Save(BinaryWriter writer)
    {
        _optimizer.Save(writer);
        writer.Write(_shuffle.Step);
    }

    public void Load(BinaryReader reader)
    {
        _optimizer.Load(reader);
        _shuffle = reader.ReadRandomStream(_shuffle, "minibatches");
    }

    /// <summary>Computes the log-probabilities of the current policy that the rollout does not contain.</summary>
    private Old OldLogProbs(Minibatch<TObservation, TActions> sample, bool recomputeOldLogProbs) => new(
        _heads.LogProbs(sample),
        recomputeOldLogProbs ? new HeadLogProbs(ForEachShard((distribution, actions) => [LogProb(distribution, actions)])) : null,
        _options.RatioOf == RatioScope.EachHead ? new HeadLogProbs(ForEachShard(HeadLogProbs.Of)) : null);

    /// <returns>The metrics of the joint action, of which the last two are not set.</returns>
    private double[] Learn(Old old)
    {
        double[] sums = new double[JointMetrics.Length];
        int minibatches = 0;
        for (int epoch = 0; epoch < _options.Epochs; epoch++)
        {
            double klBefore = sums[1];
            foreach (Minibatch<TObservation, TActions> minibatch in Minibatches(_options.Minibatches, _shuffle))
            {
                using DisposeScope scope = NewDisposeScope();
                LearnMinibatch(minibatch, old.Joint, old.Heads, sums);
                minibatches++;
            }

            if ((sums[1] - klBefore) / _options.Minibatches > _options.TargetKl)
            {
                break;
            }
        }

        return [.. sums.Select(sum => sum / minibatches)];
    }

    private IEnumerable<Minibatch<TObservation, TActions>> Minibatches(int count, RandomStream stream) =>
        _policy.IsRecurrent ? _rollout.Sequences(count, stream) : _rollout.Minibatches(count, stream);

    /// <summary>Returns minibatches of the size of a shard, of which the first is a random sample of the rollout.</summary>
    private IEnumerable<Minibatch<TObservation, TActions>> Samples() => Minibatches(
        (_policy.IsRecurrent
            ? Shards.OfSequences(_rollout.Environments, _rollout.Steps, _options.RowsPerShard)
            : Shards.Of(_rollout.Environments * _rollout.Steps, _options.RowsPerShard)).Length,
        new RandomStream(SampleSeedOffset + _options.Seed, _shuffle.Step));

    /// <summary>Computes tensors of the current policy for all rows of the rollout, without gradients, in parallel.</summary>
    /// <param name="compute">Computes the tensors of a shard: <c>(rows, …)</c>.</param>
    /// <returns>The tensors of the rollout: <c>(rows, …)</c>.</returns>
    private Tensor[] ForEachShard(Func<TDistribution, TActions, Tensor[]> compute)
    {
        using Minibatch<TObservation, TActions> all = _policy.IsRecurrent ? _rollout.AllSequences() : _rollout.All();
        (int Start, int Count)[] shards = Shards.Of(all, _options.RowsPerShard);
        using DisposeScope scope = NewDisposeScope();
        Tensor?[][] results = WorkerThreads.Compute(shards.Length, _threads, i =>
        {
            using IDisposable frozen = no_grad();
            using Minibatch<TObservation, TActions> shard = all.Slice(shards[i].Start, shards[i].Count);
            PolicyRows<TObservation, TActions, TDistribution> rows = new(_policy, shard);
            return [.. compute(rows.Distribution(), rows.Actions).Select(tensor =>
                all.IsSequence ? tensor.unflatten(0, [_rollout.Steps, shards[i].Count]) : tensor)];
        });
        Tensor[] joined = [.. Enumerable.Range(0, results[0].Length).Select(tensor =>
        {
            Tensor[] parts = [.. results.Select(ofShard => ofShard[tensor]!)];
            return all.IsSequence ? cat(parts, 1).flatten(0, 1) : cat(parts, 0);
        })];
        scope.MoveToOuter(joined);
        return joined;
    }

    private void LearnMinibatch(
        Minibatch<TObservation, TActions> minibatch, HeadLogProbs? oldLogProbs, HeadLogProbs? oldHeads, double[] sums)
    {
        Tensor advantages = minibatch.Present is { } present
            ? PpoLoss.Normalized(minibatch.Advantage, present)
            : PpoLoss.Normalized(minibatch.Advantage);
        double actors = minibatch.Present?.count_nonzero().ToInt64() ?? 0;
        (int Start, int Count)[] shards = Shards.Of(minibatch, _options.RowsPerShard);
        double choices = oldHeads?.CountChoices(minibatch.Rows.flatten()) ?? 0;
        double[][] metrics = new double[shards.Length][];
        Tensor?[] gradients = _gradient.Compute(shards.Length, i =>
        {
            (int start, int count) = shards[i];
            Minibatch<TObservation, TActions> shard = minibatch.Slice(start, count);
            Tensor ofShard = advantages.narrow(minibatch.IsSequence ? 1 : 0, start, count);
            (Tensor loss, metrics[i]) = Loss(
                new PolicyRows<TObservation, TActions, TDistribution>(_policy, shard),
                minibatch.IsSequence ? ofShard.flatten(0, 1) : ofShard,
                (double)shard.Rows.numel() / minibatch.Rows.numel(),
                actors,
                oldLogProbs,
                oldHeads,
                choices);
            return loss;
        });
        _optimizer.Step(gradients, _options.MaxGradientNorm);
        foreach (double[] ofShard in metrics)
        {
            for (int i = 0; i < ofShard.Length; i++)
            {
                sums[i] += ofShard[i];
            }
        }
    }

    /// <summary>Computes the loss of a shard of a minibatch. The losses of all shards add up to that of the minibatch.</summary>
    /// <param name="rows">The rows of the shard.</param>
    /// <param name="advantages">Their advantages, normalized over the minibatch.</param>
    /// <param name="share">The share of the rows of the minibatch that are in the shard.</param>
    /// <param name="actors">The number of present actors in the minibatch, if each has a value.</param>
    /// <param name="oldLogProbs">The old log-probabilities of the rollout; null if those of the rows are up to date.</param>
    /// <param name="oldHeads">The old log-probabilities of each head; null for one ratio of the joint action.</param>
    /// <param name="choices">The number of choices of single heads in the minibatch.</param>
    /// <returns>The loss, and what the shard adds to the metrics of the minibatch.</returns>
    private (Tensor Loss, double[] Metrics) Loss(
        PolicyRows<TObservation, TActions, TDistribution> rows,
        Tensor advantages,
        double share,
        double actors,
        HeadLogProbs? oldLogProbs,
        HeadLogProbs? oldHeads,
        double choices)
    {
        // The distribution is not disposed here, because the backward pass needs it. The caller's dispose scope disposes it.
        TDistribution distribution = rows.Distribution();
        Tensor logProb = LogProb(distribution, rows.Actions);
        Tensor oldLogProb = oldLogProbs?.Select(rows.Rows, [logProb])[0] ?? rows.LogProb;
        if (rows.Present is { } present)
        {
            return LossOfActors(distribution, rows, logProb, oldLogProb, advantages, present, share, actors, oldHeads, choices);
        }

        (Tensor policyLoss, double policyShare) = oldHeads is null
            ? (PpoLoss.Policy(logProb, oldLogProb, advantages, _clip), share)
            : LossOfHeads(distribution, rows, advantages, oldHeads, choices);
        Tensor entropy = distribution.Entropy().mean();
        Tensor valueLoss = PpoLoss.Value(distribution.Value!, rows.Value, rows.Return, _valueClip);
        using Scalar ofRows = share;
        using Scalar ofPolicy = policyShare;
        Tensor others = valueLoss.mul(_valueWeight).sub(entropy.mul(_entropyWeight));
        double[] metrics =
        [
            entropy.ToDouble() * share,
            PpoLoss.ApproximateKl(logProb, oldLogProb) * share,
            PpoLoss.ClipFraction(logProb, oldLogProb, _clip) * share,
            policyLoss.ToDouble() * policyShare,
            valueLoss.ToDouble() * share,
        ];
        return (policyLoss.mul(ofPolicy).add(others.mul(ofRows), Scalars.One), metrics);
    }

    /// <summary>
    /// Computes the loss of a shard whose actors have a value each. Means over actors are weighted by the share of the present actors that
    /// are in the shard, and the entropy by that of the rows.
    /// </summary>
    private (Tensor Loss, double[] Metrics) LossOfActors(
        TDistribution distribution,
        PolicyRows<TObservation, TActions, TDistribution> rows,
        Tensor logProb,
        Tensor oldLogProb,
        Tensor advantages,
        Tensor present,
        double share,
        double actors,
        HeadLogProbs? oldHeads,
        double choices)
    {
        double actorShare = present.count_nonzero().ToInt64() / Math.Max(1, actors);
        (Tensor policyLoss, double policyShare) = oldHeads is null
            ? (PpoLoss.Policy(logProb, oldLogProb, advantages, _clip, present), actorShare)
            : LossOfHeads(distribution, rows, advantages, oldHeads, choices);
        Tensor entropy = distribution.Entropy().mean();
        Tensor valueLoss = PpoLoss.Value(distribution.Value!, rows.Value, rows.Return, _valueClip, present);
        using Scalar ofPolicy = policyShare;
        using Scalar ofValue = actorShare;
        using Scalar ofRows = share;
        double[] metrics =
        [
            entropy.ToDouble() * share,
            PpoLoss.ApproximateKl(logProb, oldLogProb, present) * actorShare,
            PpoLoss.ClipFraction(logProb, oldLogProb, _clip, present) * actorShare,
            policyLoss.ToDouble() * policyShare,
            valueLoss.ToDouble() * actorShare,
        ];
        Tensor loss = policyLoss.mul(ofPolicy)
            .add(valueLoss.mul(_valueWeight).mul(ofValue), Scalars.One)
            .sub(entropy.mul(_entropyWeight).mul(ofRows));
        return (loss, metrics);
    }

    /// <summary>The log-probability of the joint action or, if every actor has a value, of the actions of each actor.</summary>
    private static Tensor LogProb(TDistribution distribution, TActions actions) =>
        distribution.LogProbPerActor(actions) ?? distribution.LogProb(actions);

    private (Tensor Loss, double Share) LossOfHeads(
        TDistribution distribution,
        PolicyRows<TObservation, TActions, TDistribution> rows,
        Tensor advantages,
        HeadLogProbs oldHeads,
        double choices)
    {
        Tensor[] current = HeadLogProbs.Of(distribution, rows.Actions);
        Tensor old = HeadLogProbs.Concatenate(oldHeads.Select(rows.Rows, current));
        Tensor perPart = advantages.dim() == 1 ? advantages : HeadLogProbs.Concatenate([.. current.Select(_ => advantages)]);
        Tensor loss = PpoLoss.PolicyOfParts(HeadLogProbs.Concatenate(current), old, perPart, _clip);
        return (loss, old.count_nonzero().ToInt64() / Math.Max(1, choices));
    }

    /// <summary>Log-probabilities of the policy that collected the rollout.</summary>
    /// <param name="OfSample">Those of the sample that heads are measured on.</param>
    /// <param name="Joint">Those of the joint action; null if those of the rollout are up to date.</param>
    /// <param name="Heads">Those of each head; null for one ratio of the joint action.</param>
    private sealed record Old(IReadOnlyDictionary<string, Tensor> OfSample, HeadLogProbs? Joint, HeadLogProbs? Heads);
}
