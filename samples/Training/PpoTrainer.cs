using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Samples.Training;

/// <summary>Proximal policy optimisation of any generated policy in any environments that fit it.</summary>
/// <remarks>Schulman et al. 2017, "Proximal Policy Optimization Algorithms". The same seed gives the same training.</remarks>
/// <typeparam name="TObservation">What the policy sees.</typeparam>
/// <typeparam name="TActions">What it does.</typeparam>
/// <typeparam name="TDistribution">What it would do, and how probably.</typeparam>
public sealed class PpoTrainer<TObservation, TActions, TDistribution> : ITrainer
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
    where TDistribution : IPolicyDistribution<TDistribution, TActions>
{
    private const double AdamEpsilon = 1e-5;

    /// <summary>Takes the seeds of minibatches out of the range of those of actions.</summary>
    private const long MinibatchSeeds = 1L << 32;

    private readonly MaskedPolicy<TObservation, TActions, TDistribution> _policy;
    private readonly IEnvironments<TObservation, TActions> _environments;
    private readonly Rollout<TObservation, TActions> _rollout;
    private readonly PpoOptions _options;
    private readonly optim.Optimizer _optimizer;
    private readonly RandomStream _stream;
    private readonly RandomStream _shuffle;
    private readonly RecentReturns _returns;
    private TimeSpan _elapsed;

    /// <summary>A trainer that has not begun.</summary>
    /// <param name="policy">What learns; it stays the caller's.</param>
    /// <param name="environments">Where it acts; they stay the caller's.</param>
    /// <param name="rollout">The memory of what happens between two updates, for as many environments.</param>
    /// <param name="options">The settings.</param>
    public PpoTrainer(
        MaskedPolicy<TObservation, TActions, TDistribution> policy, IEnvironments<TObservation, TActions> environments, Rollout<TObservation, TActions> rollout, PpoOptions options)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(environments);
        ArgumentNullException.ThrowIfNull(rollout);
        ArgumentNullException.ThrowIfNull(options);
        _policy = policy;
        _environments = environments;
        _rollout = rollout;
        _options = options;
        _optimizer = optim.Adam(policy.parameters(), options.LearningRate, eps: AdamEpsilon);
        _stream = new RandomStream(options.Seed);
        _shuffle = new RandomStream(MinibatchSeeds + options.Seed);
        _returns = new RecentReturns(options.RecentEpisodes);
        Progress = new TrainingProgress(0, 0, 0, null, null, 0);
    }

    /// <inheritdoc/>
    public TrainingProgress Progress { get; private set; }

    /// <inheritdoc/>
    public bool Update(CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        using DisposeScope scope = NewDisposeScope();
        LearningStatistics? learned = Collect(cancellationToken) ? Learn() : null;
        _elapsed += Stopwatch.GetElapsedTime(started);
        long steps = _stream.Step * _environments.Count;
        Progress = new TrainingProgress(
            steps, Progress.Updates + (learned is null ? 0 : 1), _returns.Episodes, _returns.Mean, learned ?? Progress.Learning, steps / _elapsed.TotalSeconds);
        return learned is not null;
    }

    /// <summary>Releases the optimiser.</summary>
    public void Dispose() => _optimizer.Dispose();

    /// <summary>Fills the rollout.</summary>
    /// <returns>Whether it was not cancelled before.</returns>
    private bool Collect(CancellationToken cancellationToken)
    {
        _rollout.Clear();
        while (!_rollout.IsFull)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            TObservation observation = _environments.Observe();
            using Step<TActions> step = _policy.Act(observation, _stream);
            _rollout.Add(observation, step);
            StepResult result = _environments.Step(step.Actions);
            _rollout.AddOutcome(result.Rewards, result.Dones);
            foreach (double finished in result.FinishedReturns)
            {
                _returns.Add(finished);
            }
        }

        _rollout.ComputeAdvantages(_options.Discount, _options.AdvantageDecay, _policy.ActGreedily(_environments.Observe()).Value);
        return true;
    }

    private LearningStatistics Learn()
    {
        List<LearningStatistics> learned = [];
        for (int epoch = 0; epoch < _options.Epochs; epoch++)
        {
            foreach (Minibatch<TObservation, TActions> minibatch in _rollout.Minibatches(_options.Minibatches, _shuffle))
            {
                using DisposeScope scope = NewDisposeScope();
                learned.Add(Improve(minibatch));
            }
        }

        return LearningStatistics.Mean(learned);
    }

    private LearningStatistics Improve(Minibatch<TObservation, TActions> minibatch)
    {
        (Tensor logProb, Tensor entropies, Tensor values) = _policy.Evaluate(minibatch.Observation, minibatch.Actions);
        Tensor policyLoss = PpoLoss.Policy(logProb, minibatch.LogProb, PpoLoss.Normalised(minibatch.Advantage), _options.ClipRange);
        Tensor valueLoss = PpoLoss.Value(values, minibatch.Return);
        Tensor entropy = entropies.mean();
        Tensor loss = policyLoss.add(valueLoss.mul(_options.ValueWeight)).sub(entropy.mul(_options.EntropyWeight));

        _optimizer.zero_grad();
        loss.backward();
        nn.utils.clip_grad_norm_(_policy.parameters(), _options.MaxGradientNorm);
        _optimizer.step();

        return new LearningStatistics(
            entropy.ToDouble(),
            PpoLoss.ApproximateKl(logProb, minibatch.LogProb),
            PpoLoss.ClipFraction(logProb, minibatch.LogProb, _options.ClipRange),
            policyLoss.ToDouble(),
            valueLoss.ToDouble());
    }
}
