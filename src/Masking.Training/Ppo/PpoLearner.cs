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

    private static readonly string[] JointMetrics = ["entropy", "kl", "clip", "policy loss", "value loss", "legal", "learning rate"];

    private readonly MaskedPolicy<TObservation, TActions, TDistribution> _policy;
    private readonly Rollout<TObservation, TActions> _rollout;
    private readonly PpoOptions _options;
    private readonly ActionParts<TObservation, TActions, TDistribution> _parts;
    private readonly Adam _optimizer;
    private readonly RatioClip _clip;
    private readonly Scalar? _valueClip;
    private readonly Scalar _valueWeight;
    private readonly Scalar _entropyWeight;
    private RandomStream _shuffle;

    public PpoLearner(
        MaskedPolicy<TObservation, TActions, TDistribution> policy,
        Rollout<TObservation, TActions> rollout,
        PpoOptions options,
        IReadOnlyList<ActionPart<TDistribution, TActions>> parts)
    {
        if (options.RatioOf == RatioScope.EachPart && parts.Count == 0)
        {
            throw new ArgumentException(
                $"{nameof(PpoOptions)}.{nameof(PpoOptions.RatioOf)} is {RatioScope.EachPart}: expected at least one part of the action, "
                    + "got none. Pass the parts of the action to the trainer.",
                nameof(parts)
            );
        }

        _policy = policy;
        _rollout = rollout;
        _options = options;
        _parts = new ActionParts<TObservation, TActions, TDistribution>(policy, parts);
        _optimizer = new Adam(policy.parameters(), options.LearningRate, epsilon: AdamEpsilon);
        _clip = new RatioClip(options.ClipRange, options.DualClip);
        _valueClip = options.ValueClipRange is { } range ? range : null;
        _valueWeight = options.ValueWeight;
        _entropyWeight = options.EntropyWeight;
        _shuffle = new RandomStream(MinibatchSeedOffset + options.Seed);
        MetricNames = [.. JointMetrics, .. parts.Select(part => $"clip {part.Name}")];
    }

    /// <summary>The names of the metrics. Losses, divergence and clip fractions are means over all minibatches of the update.</summary>
    public string[] MetricNames { get; }

    /// <summary>Updates the policy from the rollout.</summary>
    /// <param name="environmentSteps">The environment steps before this update, for the learning rate schedule.</param>
    /// <param name="recomputeOldLogProbs">Whether to recompute the old log-probabilities from the stored observations. This is needed if
    /// they differ from the observations that the policy acted on.</param>
    /// <returns>The metrics, in the order of <see cref="MetricNames"/>.</returns>
    public double[] Learn(long environmentSteps, bool recomputeOldLogProbs)
    {
        double learningRate = _options.LearningRateAt(environmentSteps);
        _optimizer.LearningRate = learningRate;
        using DisposeScope scope = NewDisposeScope();
        if (_parts.Count > 0)
        {
            using Minibatch<TObservation, TActions> all = _rollout.All();
            _parts.StoreOldLogProbs(all);
        }

        Tensor? oldLogProbs = recomputeOldLogProbs ? LogProbs() : null;
        double[] sums = new double[MetricNames.Length];
        int minibatches = 0;
        for (int epoch = 0; epoch < _options.Epochs; epoch++)
        {
            double klBefore = sums[1];
            foreach (Minibatch<TObservation, TActions> minibatch in _rollout.Minibatches(_options.Minibatches, _shuffle))
            {
                using DisposeScope minibatchScope = NewDisposeScope();
                LearnMinibatch(minibatch, oldLogProbs?.index_select(0, minibatch.Rows) ?? minibatch.LogProb, sums);
                minibatches++;
            }

            if ((sums[1] - klBefore) / _options.Minibatches > _options.TargetKl)
            {
                break;
            }
        }

        double[] means = [.. sums.Select(sum => sum / minibatches)];
        (means[5], means[6]) = (_rollout.LegalFraction, learningRate);
        return means;
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

    /// <summary>The log-probabilities of the whole rollout under the current policy.</summary>
    private Tensor LogProbs()
    {
        using IDisposable frozen = no_grad();
        using Minibatch<TObservation, TActions> all = _rollout.All();
        using TDistribution distribution = _policy.call(all.Observation);
        return distribution.LogProb(all.Actions);
    }

    private void LearnMinibatch(Minibatch<TObservation, TActions> minibatch, Tensor oldLogProb, double[] sums)
    {
        (Tensor logProb, Tensor entropies, Tensor values, Tensor[] parts) = Evaluate(minibatch);
        Tensor[] oldParts = [.. parts.Select((part, i) => _parts.OldLogProbs(i, minibatch, part))];
        Tensor advantages = PpoLoss.Normalized(minibatch.Advantage);
        Tensor policyLoss = _options.RatioOf == RatioScope.JointAction
            ? PpoLoss.Policy(logProb, oldLogProb, advantages, _clip)
            : PpoLoss.PolicyOfParts(Concatenate(parts), Concatenate(oldParts), advantages, _clip);
        Tensor valueLoss = PpoLoss.Value(values, minibatch.Value, minibatch.Return, _valueClip);
        Tensor entropy = entropies.mean();
        Tensor loss = policyLoss.add(valueLoss.mul(_valueWeight), Scalars.One).sub(entropy.mul(_entropyWeight));

        _optimizer.ZeroGrad();
        loss.backward();
        _optimizer.Step(_options.MaxGradientNorm);

        ReadOnlySpan<double> measured =
        [
            entropy.ToDouble(),
            PpoLoss.ApproximateKl(logProb, oldLogProb),
            PpoLoss.ClipFraction(logProb, oldLogProb, _clip),
            policyLoss.ToDouble(),
            valueLoss.ToDouble(),
        ];
        for (int i = 0; i < measured.Length; i++)
        {
            sums[i] += measured[i];
        }

        for (int i = 0; i < parts.Length; i++)
        {
            sums[JointMetrics.Length + i] += PpoLoss.ClipFractionOfParts(parts[i], oldParts[i], _clip);
        }
    }

    private (Tensor LogProb, Tensor Entropy, Tensor Value, Tensor[] Parts) Evaluate(Minibatch<TObservation, TActions> minibatch)
    {
        if (_parts.Count == 0)
        {
            (Tensor logProb, Tensor entropy, Tensor value) = _policy.Evaluate(minibatch.Observation, minibatch.Actions);
            return (logProb, entropy, value, []);
        }

        // Not disposed here, because the backward pass of the loss needs it. The caller's dispose scope disposes it.
        TDistribution distribution = _policy.call(minibatch.Observation);
        return (
            distribution.LogProb(minibatch.Actions),
            distribution.Entropy(),
            distribution.Value!,
            _parts.LogProbs(distribution, minibatch.Actions)
        );
    }

    /// <summary>Flattens parts of shape <c>(batch, …)</c> and concatenates them to <c>(batch, elements)</c>.</summary>
    private static Tensor Concatenate(Tensor[] parts) => cat([.. parts.Select(part => part.reshape(part.size(0), -1))], 1);
}
