using System.Diagnostics;

namespace Masking.Samples.Training;

/// <summary>Single worlds that step together, each in a row of one batch; threads share them where a step takes long enough.</summary>
/// <typeparam name="TBatch">The generated <c>Batch</c>.</typeparam>
/// <typeparam name="TObservation">What a policy sees of it.</typeparam>
/// <typeparam name="TActions">What it does.</typeparam>
public sealed class ParallelEnvironments<TBatch, TObservation, TActions> : IEnvironments<TObservation, TActions>
    where TBatch : IDisposable
{
    /// <summary>Steps between two that one thread takes alone, to see whether sharing pays.</summary>
    private const int StepsPerTrial = 64;

    /// <summary>Waking other threads takes some of these microseconds: what one thread does sooner is not shared.</summary>
    private static readonly TimeSpan WorthSharing = TimeSpan.FromMicroseconds(100);

    private readonly TBatch _batch;
    private readonly Func<TBatch, TObservation> _observe;
    private readonly IEnvironment<TBatch, TActions>[] _environments;
    private readonly RandomNumbers[] _random;
    private readonly double[] _earned;
    private readonly bool[] _isWatched;
    private readonly StepResult _result;
    private readonly ParallelOptions _parallel;
    private long _steps;
    private bool _isWorthSharing;

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
        _earned = new double[Count];
        _isWatched = new bool[Count];
        _result = new StepResult(Count);
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(threads, Count) };
        for (int row = 0; row < Count; row++)
        {
            Begin(row);
        }
    }

    /// <inheritdoc/>
    public int Count => _environments.Length;

    /// <inheritdoc/>
    public TObservation Observe() => _observe(_batch);

    /// <inheritdoc/>
    public StepResult Step(TActions actions)
    {
        bool isTrial = _steps++ % StepsPerTrial == 0;
        if (_isWorthSharing && !isTrial && _parallel.MaxDegreeOfParallelism > 1)
        {
            Parallel.For(0, Count, _parallel, row => Step(actions, row));
        }
        else
        {
            StepAlone(actions);
        }

        Finish();
        return _result;
    }

    /// <inheritdoc/>
    public void Renew()
    {
        for (int row = 0; row < Count; row++)
        {
            if (_result.CutOffs[row])
            {
                _result.CutOffs[row] = false;
                Begin(row);
            }
        }
    }

    /// <inheritdoc/>
    public string Draw(int row)
    {
        _isWatched[row] = true;
        return _environments[row].Draw();
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Count);
        for (int row = 0; row < Count; row++)
        {
            _random[row].Save(writer);
            writer.Write(_earned[row]);
            _environments[row].Save(writer);
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Rollback.Load(this, reader, Read);
    }

    /// <summary>Releases the batch.</summary>
    public void Dispose() => _batch.Dispose();

    private void Read(BinaryReader reader)
    {
        CheckpointException.Require("environments", Count, reader.ReadInt32());
        for (int row = 0; row < Count; row++)
        {
            _random[row].Load(reader);
            _earned[row] = reader.ReadDouble();
            _environments[row].Load(reader);
            _environments[row].Show(_batch, row);
        }
    }

    private void Begin(int row)
    {
        _environments[row].Reset(_random[row]);
        _environments[row].Show(_batch, row);
    }

    private void StepAlone(TActions actions)
    {
        long started = Stopwatch.GetTimestamp();
        for (int row = 0; row < Count; row++)
        {
            Step(actions, row);
        }

        _isWorthSharing = Stopwatch.GetElapsedTime(started) > WorthSharing;
    }

    private void Step(TActions actions, int row)
    {
        Outcome outcome = _environments[row].Step(actions, row, _random[row]);
        _earned[row] += outcome.Reward;
        _result.Rewards[row] = outcome.Reward + outcome.Penalty;
        _result.Dones[row] = outcome.Ending != Ending.None;
        _result.CutOffs[row] = outcome.Ending == Ending.CutOff;
        _result.Ends[row] = _isWatched[row] && outcome.Ending != Ending.None ? _environments[row].Draw() : null;
        if (outcome.Ending == Ending.Over)
        {
            Begin(row);
        }
        else
        {
            _environments[row].Show(_batch, row);
        }
    }

    private void Finish()
    {
        _result.FinishedReturns.Clear();
        for (int row = 0; row < Count; row++)
        {
            if (_result.Dones[row])
            {
                _result.FinishedReturns.Add(_earned[row]);
                _earned[row] = 0;
            }
        }
    }
}
