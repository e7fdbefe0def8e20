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
    private readonly MaskedPolicy<TObservation, TActions, TDistribution> _policy;
    private readonly IEnvironments<TObservation, TActions> _environments;
    private readonly Rollout<TObservation, TActions> _rollout;
    private readonly PpoOptions _options;
    private readonly PpoLearner<TObservation, TActions, TDistribution> _learner;
    private readonly RandomStream _watching;
    private readonly RecentReturns _returns;
    private readonly float[] _finalValues;
    private RandomStream _acting;

    internal PpoTrainer(
        MaskedPolicy<TObservation, TActions, TDistribution> policy,
        IEnvironments<TObservation, TActions> environments,
        Rollout<TObservation, TActions> rollout,
        PpoOptions options,
        IReadOnlyList<ActionPart<TDistribution, TActions>> parts)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(environments);
        ArgumentNullException.ThrowIfNull(rollout);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(parts);
        _policy = policy;
        _environments = environments;
        _rollout = rollout;
        _options = options;
        _learner = new PpoLearner<TObservation, TActions, TDistribution>(policy, rollout, options, parts);
        _acting = new RandomStream(options.Seed);
        _watching = new RandomStream(options.Seed);
        _returns = new RecentReturns(options.RecentEpisodes);
        _finalValues = new float[environments.Count];
    }

    /// <summary>
    /// What it remembers of an observation, and so learns from; null remembers all of it. Leaving out masks under which it acts
    /// gives the "naive" masking of Huang and Ontañón 2020, "A Closer Look at Invalid Action Masking in Policy Gradient Algorithms":
    /// the policy before an update and the one that learns are then both taken without those masks.
    /// </summary>
    public Func<TObservation, TObservation>? Remembers { get; set; }

    /// <summary>What learns. It stays the trainer's.</summary>
    public MaskedPolicy<TObservation, TActions, TDistribution> Policy => _policy;

    /// <inheritdoc/>
    public TrainingProgress Progress { get; private set; } = TrainingProgress.None;

    /// <inheritdoc/>
    public IReadOnlyList<string> MetricNames => _learner.MetricNames;

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>> Settings =>
    [
        new("trainer", "PPO"),
        new("policy", _policy.GetName()),
        .. ParameterState.Describe(_policy),
        new("environments", $"{_environments.Count}"),
        new("rollout steps", $"{_rollout.Steps}"),
        .. Training.Settings.Of(_options),
    ];

    /// <inheritdoc/>
    public bool Update(CancellationToken cancellationToken)
    {
        using DisposeScope scope = NewDisposeScope();
        TimeSpan inEnvironment = TimeSpan.Zero;
        long started = Stopwatch.GetTimestamp();
        bool isFull = Collect(ref inEnvironment, cancellationToken);
        TimeSpan collecting = Stopwatch.GetElapsedTime(started);
        started = Stopwatch.GetTimestamp();
        double[]? learned = isFull ? _learner.Learn(Progress.EnvironmentSteps, remembersLess: Remembers is not null) : null;
        TimeSpan learning = Stopwatch.GetElapsedTime(started);

        long steps = _acting.Step * _environments.Count;
        Pace pace = Progress.Pace;
        Progress = new TrainingProgress(
            steps,
            Progress.Updates + (isFull ? 1 : 0),
            _returns.Episodes,
            _returns.Mean,
            learned ?? Progress.Metrics
        )
        {
            Pace = new Pace(
                pace.EnvironmentSteps + steps - Progress.EnvironmentSteps,
                pace.Environment + inEnvironment,
                pace.Acting + collecting - inEnvironment,
                pace.Learning + learning
            ),
        };
        return isFull;
    }

    /// <inheritdoc/>
    public IEnumerable<string> Watch() => Episodes.Pictures(_environments, observation => _policy.Act(observation, _watching).Actions);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ParameterState.Save(_policy, writer);
        _learner.Save(writer);
        writer.Write(_acting.Step);
        writer.Write(Progress.Updates);
        _returns.Save(writer);
        _environments.Save(writer);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        int updates = 0;
        Rollback.Load(this, reader, source => updates = Read(source));
        Progress = new TrainingProgress(_acting.Step * _environments.Count, updates, _returns.Episodes, _returns.Mean, []);
    }

    /// <summary>Releases policy and environments.</summary>
    public void Dispose()
    {
        _environments.Dispose();
        _policy.Dispose();
    }

    /// <returns>The updates made.</returns>
    private int Read(BinaryReader reader)
    {
        ParameterState.Load(_policy, reader);
        _learner.Load(reader);
        _acting = reader.ReadStream(_acting, "actions", _environments.Count);
        int updates = reader.ReadNumber("updates", 0, int.MaxValue);
        _returns.Load(reader);
        _environments.Load(reader);
        return updates;
    }

    /// <summary>Fills the rollout.</summary>
    /// <returns>Whether it was not cancelled before.</returns>
    private bool Collect(ref TimeSpan inEnvironment, CancellationToken cancellationToken)
    {
        _rollout.Clear();
        while (!_rollout.IsFull)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            TObservation observation = _environments.Observe();
            using Step<TActions> step = _policy.Act(observation, _acting);
            _rollout.Add(Remembers is null ? observation : Remembers(observation), step);
            long started = Stopwatch.GetTimestamp();
            StepResult result = _environments.Step(step.Actions);
            inEnvironment += Stopwatch.GetElapsedTime(started);
            _rollout.AddOutcome(result.Rewards, result.Dones, FinalValues(result));
            _environments.Renew();
            foreach (double finished in result.FinishedReturns)
            {
                _returns.Add(finished);
            }
        }

        using Step<TActions> last = _policy.ActGreedily(_environments.Observe());
        _rollout.ComputeAdvantages(_options.AlternatesSides ? -_options.Discount : _options.Discount, _options.AdvantageDecay, last.Value);
        return true;
    }

    /// <summary>What the last states of episodes that were cut off are worth; empty where none was.</summary>
    private ReadOnlySpan<float> FinalValues(StepResult result)
    {
        if (!result.CutOffs.Contains(true))
        {
            return [];
        }

        using Step<TActions> last = _policy.ActGreedily(_environments.Observe());
        for (int row = 0; row < _finalValues.Length; row++)
        {
            _finalValues[row] = result.CutOffs[row] ? last.Value[row].item<float>() : 0;
        }

        return _finalValues;
    }
}
