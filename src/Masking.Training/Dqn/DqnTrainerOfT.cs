using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Training;

/// <summary>Trains a generated action-value network with deep Q-learning.</summary>
/// <remarks>Mnih et al. 2015, "Human-level control through deep reinforcement learning". Trainings with the same seed are
/// identical.</remarks>
/// <typeparam name="TObservation">The observation of the network.</typeparam>
/// <typeparam name="TActions">The actions of the network.</typeparam>
/// <typeparam name="TValues">The action values that the network computes.</typeparam>
public sealed class DqnTrainer<TObservation, TActions, TValues> : ITrainer
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
    where TValues : IActionValues<TActions>
{
    /// <summary>Added to the seed, so that the samples of the replay buffer use other random numbers than the actions.</summary>
    private const long ReplaySeedOffset = 1L << 32;

    private readonly MaskedValueNetwork<TObservation, TActions, TValues> _online;
    private readonly MaskedValueNetwork<TObservation, TActions, TValues> _target;
    private readonly CheckedEnvironments<TObservation, TActions> _environments;
    private readonly DqnOptions _options;
    private readonly ReplayBuffer<TObservation, TActions> _replayBuffer;
    private readonly Adam _optimizer;
    private readonly ParallelGradient _gradient;
    private readonly Scalar _discount;
    private readonly RecentReturns _returns;
    private readonly bool[] _nonTerminal;
    private RandomStream _actionStream;
    private RandomStream _replayStream;
    private long _learningSteps;

    internal DqnTrainer(
        MaskedValueNetwork<TObservation, TActions, TValues> online,
        MaskedValueNetwork<TObservation, TActions, TValues> target,
        IVectorEnvironment<TObservation, TActions> environments,
        DqnOptions options,
        int threads)
    {
        ArgumentNullException.ThrowIfNull(online);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(environments);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        options.Validate();
        TrainingProcess.Prepare();
        (_online, _target, _options) = (online, target, options);
        _actionStream = new RandomStream(options.Seed);
        _environments = new CheckedEnvironments<TObservation, TActions>(environments, () => _actionStream.Step);
        using DisposeScope scope = NewDisposeScope();
        TObservation observation = _environments.Observe();
        _replayBuffer = new ReplayBuffer<TObservation, TActions>(
            options.ReplayCapacity, environments.Count, observation, online.ActGreedily(observation));
        _optimizer = new Adam(online.parameters(), options.LearningRate);
        _gradient = new ParallelGradient(online.parameters(), threads);
        _discount = options.Discount;
        _returns = new RecentReturns(options.RecentEpisodes);
        _nonTerminal = new bool[environments.Count];
        _replayStream = new RandomStream(ReplaySeedOffset + options.Seed);
        ModuleState.Copy(online, target);
    }

    /// <summary>The online network. The trainer owns it.</summary>
    public MaskedValueNetwork<TObservation, TActions, TValues> Network => _online;

    /// <inheritdoc/>
    public TrainingProgress Progress { get; private set; } = TrainingProgress.None;

    /// <inheritdoc/>
    public bool ResumesExactly => _environments.SavesEpisodes;

    /// <inheritdoc/>
    public IReadOnlyList<string> MetricNames { get; } = ["loss", "value", "epsilon", "remembered"];

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>> Settings =>
    [
        new("trainer", "DQN"),
        new("network", _online.GetName()),
        .. ModuleState.Describe(_online),
        new("environments", $"{_environments.Count}"),
        .. RunSettings.FromOptions(_options),
    ];

    private long Steps => _actionStream.Step * _environments.Count;

    /// <inheritdoc/>
    public bool Update(CancellationToken cancellationToken)
    {
        WorkerThreads.UseOneTorchThread();
        (TimeSpan environmentTime, TimeSpan actingTime, TimeSpan learningTime) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        (double loss, double value, int learningSteps, int step) = (0, 0, 0, 0);
        for (; step < _options.StepsPerUpdate && !cancellationToken.IsCancellationRequested; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            long started = Stopwatch.GetTimestamp();
            environmentTime += Act();
            actingTime += Stopwatch.GetElapsedTime(started);
            started = Stopwatch.GetTimestamp();
            if (_replayBuffer.Count >= _options.LearningStarts)
            {
                (double stepLoss, double stepValue) = Learn();
                (loss, value, learningSteps) = (loss + stepLoss, value + stepValue, learningSteps + 1);
            }

            learningTime += Stopwatch.GetElapsedTime(started);
        }

        bool isComplete = step == _options.StepsPerUpdate;
        TrainingTime time = Progress.Time;
        IReadOnlyList<double> metrics =
        [
            loss / Math.Max(1, learningSteps),
            value / Math.Max(1, learningSteps),
            _options.EpsilonAt(Steps),
            _replayBuffer.Count,
        ];
        Progress = new TrainingProgress(Steps, Progress.Updates + (isComplete ? 1 : 0), _returns.Episodes, _returns.Mean, metrics)
        {
            Time = new TrainingTime(
                time.EnvironmentSteps + Steps - Progress.EnvironmentSteps,
                time.Environment + environmentTime,
                time.Acting + actingTime - environmentTime,
                time.Learning + learningTime
            ),
        };
        return isComplete;
    }

    /// <inheritdoc/>
    public IEnumerable<string> RenderEpisode() => Episodes.Frames(_environments, _online.ActGreedily);

    /// <inheritdoc/>
    public void SavePolicy(string path) => _online.Save(path);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ModuleState.Save(_online, writer);
        ModuleState.Save(_target, writer);
        _optimizer.Save(writer);
        writer.Write(_actionStream.Step);
        writer.Write(_replayStream.Step);
        writer.Write(_learningSteps);
        writer.Write(Progress.Updates);
        _returns.Save(writer);
        _replayBuffer.Save(writer);
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

    /// <summary>Disposes the networks, the environments and the replay buffer.</summary>
    public void Dispose()
    {
        _replayBuffer.Dispose();
        _environments.Dispose();
        _online.Dispose();
        _target.Dispose();
    }

    /// <returns>The number of updates.</returns>
    private int Read(BinaryReader reader)
    {
        ModuleState.Load(_online, reader);
        ModuleState.Load(_target, reader);
        _optimizer.Load(reader);
        _actionStream = reader.ReadRandomStream(_actionStream, "actions", _environments.Count);
        _replayStream = reader.ReadRandomStream(_replayStream, "replay samples");
        _learningSteps = reader.ReadInt64("learning steps", 0, long.MaxValue - 1);
        int updates = reader.ReadInt32("updates", 0, int.MaxValue);
        _returns.Load(reader);
        _replayBuffer.Load(reader);
        _environments.Load(reader);
        return updates;
    }

    /// <summary>Takes a step in all environments and stores it in the replay buffer.</summary>
    /// <returns>The time spent in the environments.</returns>
    private TimeSpan Act()
    {
        TObservation observation = _environments.Observe();
        TActions actions = _environments.Act(() => _online.Act(observation, _options.EpsilonAt(Steps), _actionStream));
        _replayBuffer.Add(observation, actions);
        long started = Stopwatch.GetTimestamp();
        VectorStepResult result = _environments.Step(actions);
        TimeSpan environmentTime = Stopwatch.GetElapsedTime(started);
        for (int row = 0; row < _nonTerminal.Length; row++)
        {
            _nonTerminal[row] = !result.Dones[row] || result.Truncated[row];
        }

        _replayBuffer.AddOutcome(result.Rewards, _nonTerminal, _environments.Observe());
        _environments.ResetTruncated();
        result.FinishedReturns.ForEach(_returns.Add);
        return environmentTime;
    }

    /// <summary>Takes one optimizer step.</summary>
    private (double Loss, double Value) Learn()
    {
        Transitions<TObservation, TActions> transitions = _replayBuffer.Sample(_options.BatchSize, _replayStream);
        Tensor targets = DqnLoss.Targets(_online, _target, transitions, _discount, _options.IsDouble);
        (int Start, int Count)[] shards = Shards.Of(_options.BatchSize, _options.RowsPerShard);
        (double Loss, double Value)[] metrics = new (double, double)[shards.Length];
        Tensor?[] gradients = _gradient.Compute(shards.Length, i =>
        {
            (int start, int count) = shards[i];
            double share = (double)count / _options.BatchSize;
            Tensor values = DqnLoss.Joint(_online.call(Narrow(transitions.Observation)).Of(Narrow(transitions.Actions)));
            Tensor shardLoss = DqnLoss.Huber(values, targets.narrow(0, start, count));
            metrics[i] = (shardLoss.ToDouble() * share, values.mean().ToDouble() * share);
            using Scalar ofShard = share;
            return shardLoss.mul(ofShard);

            T Narrow<T>(T record) where T : ITensorRecord<T> =>
                T.FromTensors([.. record.ToTensors().Select(tensor => tensor?.narrow(0, start, count))]);
        });
        _optimizer.Step(gradients, _options.MaxGradientNorm);
        if (++_learningSteps % _options.LearningStepsPerTarget == 0)
        {
            ModuleState.Copy(_online, _target);
        }

        return (metrics.Sum(shard => shard.Loss), metrics.Sum(shard => shard.Value));
    }
}
