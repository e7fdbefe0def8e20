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
    private readonly VectorStepResult _result;
    private readonly ParallelOptions _parallel;
    private long _steps;
    private bool _runsInParallel;

    internal ParallelEnvironments(
        TBatch batch,
        Func<TBatch, TObservation> observe,
        IEnvironment<TBatch, TActions>[] environments,
        int seed,
        int threads
    )
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(observe);
        ArgumentOutOfRangeException.ThrowIfZero(environments.Length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        _batch = batch;
        _observe = observe;
        _environments = environments;
        _random = [.. environments.Select((_, row) => new RandomNumbers(seed, row))];
        _returns = new double[Count];
        _isRendered = new bool[Count];
        _result = new VectorStepResult(Count);
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(threads, Count) };
        for (int row = 0; row < Count; row++)
        {
            Reset(row);
        }
    }

    /// <inheritdoc/>
    public int Count => _environments.Length;

    /// <inheritdoc/>
    public TObservation Observe() => _observe(_batch);

    /// <inheritdoc/>
    public VectorStepResult Step(TActions actions)
    {
        bool isMeasurement = _steps++ % StepsPerMeasurement == 0;
        if (_runsInParallel && !isMeasurement && _parallel.MaxDegreeOfParallelism > 1)
        {
            Parallel.For(0, Count, _parallel, row => Step(actions, row));
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
        return _environments[row].Render();
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Count);
        for (int row = 0; row < Count; row++)
        {
            _random[row].Save(writer);
            writer.Write(_returns[row]);
            _environments[row].Save(writer);
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Rollback.Load(this, reader, Read);
    }

    /// <summary>Disposes the batch.</summary>
    public void Dispose() => _batch.Dispose();

    private void Read(BinaryReader reader)
    {
        CheckpointException.RequireEqual("environments", Count, reader.ReadInt32());
        for (int row = 0; row < Count; row++)
        {
            _random[row].Load(reader);
            _returns[row] = reader.ReadDouble();
            _environments[row].Load(reader);
            _environments[row].WriteObservation(_batch, row);
        }
    }

    private void Reset(int row)
    {
        _environments[row].Reset(_random[row]);
        _environments[row].WriteObservation(_batch, row);
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
        StepResult result = _environments[row].Step(actions, row, _random[row]);
        _returns[row] += result.Reward;
        _result.Rewards[row] = result.Reward + result.Penalty;
        _result.Dones[row] = result.Status != EpisodeStatus.Running;
        _result.Truncated[row] = result.Status == EpisodeStatus.Truncated;
        _result.FinalFrames[row] = _isRendered[row] && result.Status != EpisodeStatus.Running ? _environments[row].Render() : null;
        if (result.Status == EpisodeStatus.Terminated)
        {
            Reset(row);
        }
        else
        {
            _environments[row].WriteObservation(_batch, row);
        }
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
