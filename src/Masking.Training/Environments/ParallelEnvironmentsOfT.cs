using System.Diagnostics;

namespace Masking.Training;

/// <summary>
/// A vector environment of single environments, one per row of a batch. They step on several threads if a step takes long enough.
/// </summary>
/// <typeparam name="TBatch">The generated <c>Batch</c> of the policy.</typeparam>
/// <typeparam name="TObservation">The observation of the policy.</typeparam>
/// <typeparam name="TActions">The actions of the policy.</typeparam>
public sealed class ParallelEnvironments<TBatch, TObservation, TActions> : IVectorEnvironment<TObservation, TActions>
    where TBatch : IDisposable
{
    /// <summary>Every so many steps, one runs on a single thread to measure whether several threads are worthwhile.</summary>
    private const int StepsPerMeasurement = 64;

    /// <summary>A step shorter than this runs on a single thread, because waking other threads would take longer than it saves.</summary>
    private static readonly TimeSpan ParallelThreshold = TimeSpan.FromMicroseconds(100);

    private readonly TBatch _batch;
    private readonly Func<TBatch, TObservation> _observe;
    private readonly IEnvironment<TBatch, TActions>[] _environments;
    private readonly RandomNumbers[] _random;
    private readonly double[] _returns;
    private readonly bool[] _isRendered;
    private readonly float[][] _actorRewards;
    private readonly VectorStepResult _result;
    private readonly int _threads;
    private readonly int _firstRow;
    private long _steps;
    private bool _runsInParallel;

    internal ParallelEnvironments(
        TBatch batch,
        Func<TBatch, TObservation> observe,
        IEnvironment<TBatch, TActions>[] environments,
        int seed,
        int threads,
        int firstRow = 0
    )
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(observe);
        ArgumentOutOfRangeException.ThrowIfZero(environments.Length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        _batch = batch;
        _observe = observe;
        _environments = environments;
        SavesEpisodes = environments.All(environment => environment is ICheckpointable);
        _random = [.. environments.Select((_, row) => new RandomNumbers(seed, firstRow + row))];
        _returns = new double[Count];
        _isRendered = new bool[Count];
        _actorRewards = [.. environments.Select(_ => Array.Empty<float>())];
        _result = new VectorStepResult(Count);
        _threads = Math.Min(threads, Count);
        _firstRow = firstRow;
        for (int row = 0; row < Count; row++)
        {
            Reset(row);
        }
    }

    /// <inheritdoc/>
    public int Count => _environments.Length;

    /// <summary>
    /// Whether all environments implement <see cref="ICheckpointable"/>. If not, a resumed training begins a new episode in every row.
    /// </summary>
    public bool SavesEpisodes { get; }

    /// <inheritdoc/>
    public TObservation Observe() => _observe(_batch);

    /// <inheritdoc/>
    public VectorStepResult Step(TActions actions)
    {
        bool isMeasurement = _steps++ % StepsPerMeasurement == 0;
        if (_runsInParallel && !isMeasurement && _threads > 1)
        {
            WorkerThreads.For(Count, _threads, row => Step(actions, row));
        }
        else
        {
            StepSequentially(actions);
        }

        CollectReturns();
        return _result;
    }

    /// <inheritdoc/>
    public void ResetTruncated()
    {
        for (int row = 0; row < Count; row++)
        {
            if (_result.Truncated[row])
            {
                _result.Truncated[row] = false;
                Reset(row);
            }
        }
    }

    /// <inheritdoc/>
    public string Render(int row)
    {
        _isRendered[row] = true;
        return Guard(row, nameof(IEnvironment<,>.Render), environment => environment.Render());
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Count);
        writer.Write(SavesEpisodes);
        for (int row = 0; row < Count; row++)
        {
            _random[row].Save(writer);
            if (SavesEpisodes)
            {
                writer.Write(_returns[row]);
                ((ICheckpointable)_environments[row]).Save(writer);
            }
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Rollback.Load(this, reader, Read);
    }

    /// <summary>Disposes the batch, and the environments that implement <see cref="IDisposable"/>.</summary>
    public void Dispose()
    {
        foreach (IDisposable environment in _environments.OfType<IDisposable>())
        {
            environment.Dispose();
        }

        _batch.Dispose();
    }

    private void Read(BinaryReader reader)
    {
        CheckpointException.RequireEqual("environments", Count, reader.ReadInt32());
        CheckpointException.RequireEqual("environments that save their state", SavesEpisodes, reader.ReadBoolean());
        for (int row = 0; row < Count; row++)
        {
            _random[row].Load(reader);
            if (SavesEpisodes)
            {
                _returns[row] = reader.ReadDouble();
                ((ICheckpointable)_environments[row]).Load(reader);
                _environments[row].WriteObservation(_batch, row);
            }
            else
            {
                _returns[row] = 0;
                Reset(row);
            }
        }
    }

    private void Reset(int row)
    {
        Guard(row, nameof(IEnvironment<,>.Reset), environment =>
        {
            environment.Reset(_random[row]);
            return true;
        });
        WriteObservation(row);
    }

    private void WriteObservation(int row) => Guard(row, nameof(IEnvironment<,>.WriteObservation), environment =>
    {
        environment.WriteObservation(_batch, row);
        return true;
    });

    /// <summary>Calls a method of an environment. If it throws, the exception names the row and the method.</summary>
    private T Guard<T>(int row, string method, Func<IEnvironment<TBatch, TActions>, T> call)
    {
        try
        {
            return call(_environments[row]);
        }
        catch (Exception exception)
        {
            throw new EnvironmentException(_firstRow + row, method, $"threw an exception in {method}", exception);
        }
    }

    private void StepSequentially(TActions actions)
    {
        long started = Stopwatch.GetTimestamp();
        for (int row = 0; row < Count; row++)
        {
            Step(actions, row);
        }

        _runsInParallel = Stopwatch.GetElapsedTime(started) > ParallelThreshold;
    }

    private void Step(TActions actions, int row)
    {
        StepResult result = Guard(
            row, nameof(IEnvironment<,>.Step), environment => environment.Step(actions, row, _random[row]));
        _returns[row] += result.Reward;
        _result.Rewards[row] = result.Reward + result.Penalty;
        _result.ActorRewards[row] = ActorRewards(row, result);
        _result.Dones[row] = result.Status != EpisodeStatus.Running;
        _result.Truncated[row] = result.Status == EpisodeStatus.Truncated;
        _result.FinalFrames[row] = _isRendered[row] && result.Status != EpisodeStatus.Running ? Render(row) : null;
        if (result.Status == EpisodeStatus.Terminated)
        {
            Reset(row);
        }
        else
        {
            WriteObservation(row);
        }
    }

    /// <summary>Copies the rewards of actors, because the environment may overwrite them when it is reset.</summary>
    private ReadOnlyMemory<float> ActorRewards(int row, StepResult result)
    {
        ReadOnlySpan<float> rewards = result.ActorRewards.Span;
        if (_actorRewards[row].Length != rewards.Length)
        {
            _actorRewards[row] = new float[rewards.Length];
        }

        for (int slot = 0; slot < rewards.Length; slot++)
        {
            _actorRewards[row][slot] = rewards[slot] + result.Penalty;
        }

        return _actorRewards[row];
    }

    private void CollectReturns()
    {
        _result.FinishedReturns.Clear();
        for (int row = 0; row < Count; row++)
        {
            if (_result.Dones[row])
            {
                _result.FinishedReturns.Add(_returns[row]);
                _returns[row] = 0;
            }
        }
    }
}
