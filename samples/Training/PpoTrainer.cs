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

    private readonly MaskedPolicy<TObservation, TActions, TDistribution> _policy;
    private readonly IEnvironments<TObservation, TActions> _environments;
    private readonly PpoOptions _options;
    private readonly optim.Optimizer _optimizer;
    private readonly RandomStream _stream;
    private readonly Random _shuffle;
    private readonly RecentReturns _returns;
    private TimeSpan _elapsed;

    /// <summary>A trainer that has not begun.</summary>
    /// <param name="policy">What learns; it stays the caller's.</param>
    /// <param name="environments">Where it acts; they stay the caller's.</param>
    /// <param name="options">The settings.</param>
    public PpoTrainer(MaskedPolicy<TObservation, TActions, TDistribution> policy, IEnvironments<TObservation, TActions> environments, PpoOptions options)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(environments);
        ArgumentNullException.ThrowIfNull(options);
        _policy = policy;
        _environments = environments;
        _options = options;
        _optimizer = optim.Adam(policy.parameters(), options.LearningRate, eps: AdamEpsilon);
        _stream = new RandomStream(options.Seed);
        _shuffle = new Random(options.Seed);
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
        Rollout<TObservation, TActions>? rollout = Collect(cancellationToken);
        LearningStatistics? learned = rollout is null ? null : Learn(rollout);
        _elapsed += Stopwatch.GetElapsedTime(started);
        long steps = _stream.Step * _environments.Count;
        Progress = new TrainingProgress(
            steps, Progress.Updates + (learned is null ? 0 : 1), _returns.Episodes, _returns.Mean, learned ?? Progress.Learning, steps / _elapsed.TotalSeconds);
        return learned is not null;
    }

    /// <summary>Releases the optimiser.</summary>
    public void Dispose() => _optimizer.Dispose();

    private Rollout<TObservation, TActions>? Collect(CancellationToken cancellationToken)
    {
        RolloutBuffer<TObservation, TActions> buffer = new();
        for (int i = 0; i < _options.RolloutSteps; i++)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return null;
            }

            TObservation observation = _environments.Observe().Clone();
            Step<TActions> step = _policy.Act(observation, _stream);
            StepResult result = _environments.Step(step.Actions);
            buffer.Add(observation, step, result);
            foreach (double finished in result.FinishedReturns)
            {
                _returns.Add(finished);
            }
        }

        return buffer.Build(_policy.ActGreedily(_environments.Observe()).Value, _options);
    }

    private LearningStatistics Learn(Rollout<TObservation, TActions> rollout)
    {
        List<LearningStatistics> minibatches = [];
        long[] order = [.. Enumerable.Range(0, rollout.Count).Select(row => (long)row)];
        for (int epoch = 0; epoch < _options.Epochs; epoch++)
        {
            _shuffle.Shuffle(order);
            for (int part = 0; part < _options.Minibatches; part++)
            {
                using DisposeScope scope = NewDisposeScope();
                Tensor rows = tensor(order[(order.Length * part / _options.Minibatches)..(order.Length * (part + 1) / _options.Minibatches)]);
                minibatches.Add(Improve(rollout.Select(rows)));
            }
        }

        return LearningStatistics.Mean(minibatches);
    }

    private LearningStatistics Improve(Rollout<TObservation, TActions> batch)
    {
        (Tensor logProb, Tensor entropies, Tensor values) = _policy.Evaluate(batch.Observations, batch.Actions);
        Tensor policyLoss = PpoLoss.Policy(logProb, batch.LogProbs, PpoLoss.Normalised(batch.Advantages), _options.ClipRange);
        Tensor valueLoss = PpoLoss.Value(values, batch.Returns);
        Tensor entropy = entropies.mean();
        Tensor loss = policyLoss.add(valueLoss.mul(_options.ValueWeight)).sub(entropy.mul(_options.EntropyWeight));

        _optimizer.zero_grad();
        loss.backward();
        nn.utils.clip_grad_norm_(_policy.parameters(), _options.MaxGradientNorm);
        _optimizer.step();

        return new LearningStatistics(
            entropy.ToDouble(),
            PpoLoss.ApproximateKl(logProb, batch.LogProbs),
            PpoLoss.ClipFraction(logProb, batch.LogProbs, _options.ClipRange),
            policyLoss.ToDouble(),
            valueLoss.ToDouble());
    }
}
