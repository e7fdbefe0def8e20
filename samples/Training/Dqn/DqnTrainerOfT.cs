using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Samples.Training;

/// <summary>Deep Q-learning of any generated network of action values in any environments that fit it.</summary>
/// <remarks>Mnih et al. 2015, "Human-level control through deep reinforcement learning". The same seed gives the same training.</remarks>
/// <typeparam name="TObservation">What the network sees.</typeparam>
/// <typeparam name="TActions">What can be done.</typeparam>
/// <typeparam name="TValues">What that is worth.</typeparam>
public sealed class DqnTrainer<TObservation, TActions, TValues> : ITrainer
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
    where TValues : IActionValues<TActions>
{
    /// <summary>Takes the seeds of what is remembered out of the range of those of actions.</summary>
    private const long ReplaySeeds = 1L << 32;

    private readonly MaskedValueNetwork<TObservation, TActions, TValues> _online;
    private readonly MaskedValueNetwork<TObservation, TActions, TValues> _target;
    private readonly IEnvironments<TObservation, TActions> _environments;
    private readonly DqnOptions _options;
    private readonly Replay<TObservation, TActions> _replay;
    private readonly Adam _optimiser;
    private readonly Scalar _discount;
    private readonly RecentReturns _returns;
    private readonly bool[] _goesOn;
    private RandomStream _acting;
    private RandomStream _remembering;
    private long _learned;

    internal DqnTrainer(
        MaskedValueNetwork<TObservation, TActions, TValues> online,
        MaskedValueNetwork<TObservation, TActions, TValues> target,
        IEnvironments<TObservation, TActions> environments,
        DqnOptions options)
    {
        ArgumentNullException.ThrowIfNull(online);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(environments);
        ArgumentNullException.ThrowIfNull(options);
        (_online, _target, _environments, _options) = (online, target, environments, options);
        using DisposeScope scope = NewDisposeScope();
        TObservation observation = environments.Observe();
        _replay = new Replay<TObservation, TActions>(
            options.ReplayCapacity, environments.Count, observation, online.ActGreedily(observation));
        _optimiser = new Adam(online.parameters(), options.LearningRate);
        _discount = options.Discount;
        _returns = new RecentReturns(options.RecentEpisodes);
        _goesOn = new bool[environments.Count];
        _acting = new RandomStream(options.Seed);
        _remembering = new RandomStream(ReplaySeeds + options.Seed);
        ParameterState.Copy(online, target);
    }

    /// <summary>What learns. It stays the trainer's.</summary>
    public MaskedValueNetwork<TObservation, TActions, TValues> Network => _online;

    /// <inheritdoc/>
    public TrainingProgress Progress { get; private set; } = TrainingProgress.None;

    /// <inheritdoc/>
    public IReadOnlyList<string> MetricNames { get; } = ["loss", "value", "epsilon", "remembered"];

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>> Settings =>
    [
        new("trainer", "DQN"),
        new("network", _online.GetName()),
        .. ParameterState.Describe(_online),
        new("environments", $"{_environments.Count}"),
        .. Training.Settings.Of(_options),
    ];

    private long Steps => _acting.Step * _environments.Count;

    /// <inheritdoc/>
    public bool Update(CancellationToken cancellationToken)
    {
        (TimeSpan inEnvironment, TimeSpan acting, TimeSpan learning) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        (double loss, double value, int learned, int step) = (0, 0, 0, 0);
        for (; step < _options.StepsPerUpdate && !cancellationToken.IsCancellationRequested; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            long started = Stopwatch.GetTimestamp();
            inEnvironment += Act();
            acting += Stopwatch.GetElapsedTime(started);
            started = Stopwatch.GetTimestamp();
            if (_replay.Count >= _options.LearningStarts)
            {
                (double lossNow, double valueNow) = Learn();
                (loss, value, learned) = (loss + lossNow, value + valueNow, learned + 1);
            }

            learning += Stopwatch.GetElapsedTime(started);
        }

        bool isWhole = step == _options.StepsPerUpdate;
        Pace pace = Progress.Pace;
        IReadOnlyList<double> metrics =
        [
            loss / Math.Max(1, learned),
            value / Math.Max(1, learned),
            _options.EpsilonAt(Steps),
            _replay.Count,
        ];
        Progress = new TrainingProgress(Steps, Progress.Updates + (isWhole ? 1 : 0), _returns.Episodes, _returns.Mean, metrics)
        {
            Pace = new Pace(
                pace.EnvironmentSteps + Steps - Progress.EnvironmentSteps,
                pace.Environment + inEnvironment,
                pace.Acting + acting - inEnvironment,
                pace.Learning + learning
            ),
        };
        return isWhole;
    }

    /// <inheritdoc/>
    public IEnumerable<string> Watch() => Episodes.Pictures(_environments, _online.ActGreedily);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ParameterState.Save(_online, writer);
        ParameterState.Save(_target, writer);
        _optimiser.Save(writer);
        writer.Write(_acting.Step);
        writer.Write(_remembering.Step);
        writer.Write(_learned);
        writer.Write(Progress.Updates);
        _returns.Save(writer);
        _replay.Save(writer);
        _environments.Save(writer);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        int updates = 0;
        Rollback.Load(this, reader, source => updates = Read(source));
        Progress = new TrainingProgress(Steps, updates, _returns.Episodes, _returns.Mean, []);
    }

    /// <summary>Releases networks, environments and memory.</summary>
    public void Dispose()
    {
        _replay.Dispose();
        _environments.Dispose();
        _online.Dispose();
        _target.Dispose();
    }

    /// <returns>The updates made.</returns>
    private int Read(BinaryReader reader)
    {
        ParameterState.Load(_online, reader);
        ParameterState.Load(_target, reader);
        _optimiser.Load(reader);
        _acting = reader.ReadStream(_acting, "actions", _environments.Count);
        _remembering = reader.ReadStream(_remembering, "what is remembered");
        _learned = reader.ReadLong("learning steps", 0, long.MaxValue - 1);
        int updates = reader.ReadNumber("updates", 0, int.MaxValue);
        _returns.Load(reader);
        _replay.Load(reader);
        _environments.Load(reader);
        return updates;
    }

    /// <summary>Takes a step in all environments.</summary>
    /// <returns>The time that they took for it.</returns>
    private TimeSpan Act()
    {
        TObservation observation = _environments.Observe();
        TActions actions = _online.Act(observation, _options.EpsilonAt(Steps), _acting);
        _replay.Add(observation, actions);
        long started = Stopwatch.GetTimestamp();
        StepResult result = _environments.Step(actions);
        TimeSpan inEnvironment = Stopwatch.GetElapsedTime(started);
        for (int row = 0; row < _goesOn.Length; row++)
        {
            _goesOn[row] = !result.Dones[row] || result.CutOffs[row];
        }

        _replay.AddOutcome(result.Rewards, _goesOn, _environments.Observe());
        _environments.Renew();
        result.FinishedReturns.ForEach(_returns.Add);
        return inEnvironment;
    }

    /// <summary>Makes one step of the optimiser.</summary>
    private (double Loss, double Value) Learn()
    {
        Transitions<TObservation, TActions> transitions = _replay.Sample(_options.BatchSize, _remembering);
        Tensor targets = DqnLoss.Targets(_online, _target, transitions, _discount, _options.IsDouble);
        Tensor values = DqnLoss.Joint(_online.call(transitions.Observation).Of(transitions.Actions));
        Tensor loss = DqnLoss.Huber(values, targets);
        _optimiser.ZeroGrad();
        loss.backward();
        _optimiser.Step(_options.MaxGradientNorm);
        if (++_learned % _options.LearningStepsPerTarget == 0)
        {
            ParameterState.Copy(_online, _target);
        }

        return (loss.ToDouble(), values.mean().ToDouble());
    }
}
