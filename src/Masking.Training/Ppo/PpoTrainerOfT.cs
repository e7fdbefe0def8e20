using System.Diagnostics;
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
    private readonly IRolloutSource<TObservation> _source;
    private readonly Rollout<TObservation, TActions> _rollout;
    private readonly PpoOptions _options;
    private readonly PpoLearner<TObservation, TActions, TDistribution> _learner;
    private readonly RecentReturns _returns;

    internal PpoTrainer(
        MaskedPolicy<TObservation, TActions, TDistribution> policy,
        IRolloutSource<TObservation> source,
        Rollout<TObservation, TActions> rollout,
        PpoOptions options,
        int threads)
    {
        TrainingProcess.Prepare();
        _policy = policy;
        _source = source;
        _rollout = rollout;
        _options = options;
        _learner = new PpoLearner<TObservation, TActions, TDistribution>(policy, rollout, options, threads);
        _returns = new RecentReturns(options.RecentEpisodes);
    }

    /// <summary>
    /// Transforms each observation before it is stored in the rollout; null stores it unchanged. The policy acts on the original
    /// observation and learns from the stored one, so both the old and the new log-probabilities of an update are computed from the stored
    /// one. Removing the masks here gives the "naive" masking of Huang and Ontañón 2020, "A Closer Look at Invalid Action Masking in
    /// Policy Gradient Algorithms".
    /// </summary>
    public Func<TObservation, TObservation>? StoredObservationTransform
    {
        get => _source.StoredObservationTransform;
        set => _source.StoredObservationTransform = value;
    }

    /// <summary>The policy. The trainer owns it.</summary>
    public MaskedPolicy<TObservation, TActions, TDistribution> Policy => _policy;

    /// <inheritdoc/>
    public TrainingProgress Progress { get; private set; } = TrainingProgress.None;

    /// <inheritdoc/>
    public bool ResumesExactly => _source.SavesEpisodes;

    /// <inheritdoc/>
    public IReadOnlyList<string> MetricNames => _learner.MetricNames;

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>> Settings =>
        SettingsOf(_policy, _source.Environments, _rollout.Steps, _source.Settings, _options);

    /// <inheritdoc/>
    public bool Update(CancellationToken cancellationToken)
    {
        WorkerThreads.UseOneTorchThread();
        using DisposeScope scope = NewDisposeScope();
        long started = Stopwatch.GetTimestamp();
        bool isFull = _source.Collect(cancellationToken);
        foreach (double episodeReturn in _source.FinishedReturns)
        {
            _returns.Add(episodeReturn);
        }

        if (isFull)
        {
            double discount = _options.AlternatesSides ? -_options.Discount : _options.Discount;
            _rollout.ComputeAdvantages(discount, _options.AdvantageDecay, _source.LastValues);
        }

        TimeSpan rolloutTime = Stopwatch.GetElapsedTime(started);
        started = Stopwatch.GetTimestamp();
        double[]? metrics = isFull
            ? _learner.Learn(
                Progress.EnvironmentSteps, recomputeOldLogProbs: StoredObservationTransform is not null, _source.CollectedWith)
            : null;
        TimeSpan learningTime = Stopwatch.GetElapsedTime(started);

        long steps = _source.Step * _source.Environments;
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
                time.Environment + _source.EnvironmentTime,
                time.Acting + rolloutTime - _source.EnvironmentTime,
                time.Learning + learningTime
            ),
        };
        return isFull;
    }

    /// <inheritdoc/>
    public IEnumerable<string> RenderEpisode() => _source.RenderEpisode();

    /// <inheritdoc/>
    public void SavePolicy(string path) => _policy.Save(path);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ModuleState.Save(_policy, writer);
        _learner.Save(writer);
        writer.Write(_source.Step);
        writer.Write(Progress.Updates);
        _returns.Save(writer);
        _source.Save(writer);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        int updates = 0;
        Rollback.Load(this, reader, source => updates = Read(source));
        Progress = new TrainingProgress(_source.Step * _source.Environments, updates, _returns.Episodes, _returns.Mean, []);
    }

    /// <inheritdoc cref="ITrainer.Settings"/>
    internal static IReadOnlyList<KeyValuePair<string, string>> SettingsOf(
        MaskedPolicy<TObservation, TActions, TDistribution> policy,
        int environments,
        int steps,
        IEnumerable<KeyValuePair<string, string>> ofSource,
        PpoOptions options) =>
    [
        new("trainer", "PPO"),
        new("policy", policy.GetName()),
        .. ModuleState.Describe(policy),
        new("environments", $"{environments}"),
        new("rollout steps", $"{steps}"),
        .. ofSource,
        .. RunSettings.FromOptions(options),
    ];

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
        _source.Dispose();
        _policy.Dispose();
    }

    /// <returns>The number of updates.</returns>
    private int Read(BinaryReader reader)
    {
        ModuleState.Load(_policy, reader);
        _learner.Load(reader);
        long step = reader.ReadRandomStream(new RandomStream(_options.Seed), "actions", _source.Environments).Step;
        int updates = reader.ReadInt32("updates", 0, int.MaxValue);
        _returns.Load(reader);
        _source.Load(reader, step);
        return updates;
    }
}
