using System.Diagnostics;

namespace Masking.Orleans;

/// <summary>The shards of an update that wait for a worker, and those that workers run.</summary>
internal sealed class WorkQueue : IDisposable
{
    /// <summary>The number of failures of a shard in an update after which the training ends.</summary>
    public const int MostFailures = 3;

    private readonly Lock _lock = new();
    private readonly TrainingDescription _training;
    private readonly LearnerOptions _options;
    private readonly LearnerMeters _meters;
    private readonly Dictionary<Guid, JoinedWorker> _workers = [];
    private readonly List<QueuedShard> _shards = [];
    private TaskCompletionSource _changed = NewSignal();
    private (long Update, byte[]? Bytes) _parameters;
    private bool _isClosed;

    /// <summary>Creates an empty queue.</summary>
    /// <param name="arguments">The arguments that the definition of the training depends on.</param>
    /// <param name="training">The training.</param>
    /// <param name="options">The options.</param>
    public WorkQueue(string[] arguments, TrainingDescription training, LearnerOptions options)
    {
        Run = new RunDescription(Guid.NewGuid().ToString("N"), arguments, options.Silence);
        (_training, _options) = (training, options);
        _meters = new LearnerMeters(() => Workers);
    }

    /// <summary>The run.</summary>
    public RunDescription Run { get; }

    /// <summary>The number of calls that were given to another worker, because the first one was lost, overdue, or failed.</summary>
    public long Repeated { get; private set; }

    /// <summary>The number of workers that have joined and are not lost.</summary>
    public int Workers
    {
        get
        {
            lock (_lock)
            {
                return _workers.Values.Count(IsAlive);
            }
        }
    }

    /// <summary>Adds the shards of an update.</summary>
    /// <param name="parameters">The parameters of the policy.</param>
    /// <param name="states">The state of each shard.</param>
    /// <returns>The answer for each shard.</returns>
    /// <exception cref="InvalidOperationException">The parameters or a state are too large for a message.</exception>
    /// <exception cref="ObjectDisposedException">The learner is disposed.</exception>
    public Task<ShardAnswer>[] Add(byte[] parameters, IReadOnlyList<ReadOnlyMemory<byte>> states)
    {
        _options.Cluster.RequireFits("The message with the parameters of the policy", parameters.Length, remedy: "");
        for (int shard = 0; shard < states.Count; shard++)
        {
            _options.Cluster.RequireFits($"The state of shard {shard}", states[shard].Length, "use more shards, or ");
        }

        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(Learner));
            _parameters = (_parameters.Update + 1, parameters);
            _shards.Clear();
            _shards.AddRange(states.Select((state, shard) =>
                new QueuedShard(new ShardCall(Run.Run, _parameters.Update, shard, state.ToArray()))));
            Signal();
            return [.. _shards.Select(shard => shard.Answer.Task)];
        }
    }

    /// <summary>Ends the update: calls that are still running do not count any more.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _shards.Clear();
            _parameters = (_parameters.Update, null);
        }
    }

    /// <summary>Gives calls of lost workers, and overdue calls, to other workers.</summary>
    /// <exception cref="ObjectDisposedException">The learner is disposed.</exception>
    public void Repeat()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(Learner));
            foreach (JoinedWorker lost in _workers.Values.Where(worker => !IsAlive(worker)).ToArray())
            {
                _workers.Remove(lost.Description.Id);
                _options.Logger.Lost(lost.Description.Name, _options.Silence);
            }

            foreach (QueuedShard shard in _shards.Where(shard => shard is { IsWaiting: false, Answer.Task.IsCompleted: false }))
            {
                if (!_workers.TryGetValue(shard.LastWorker, out JoinedWorker? worker))
                {
                    WaitAgain(shard);
                }
                else if (IsOverdue(shard))
                {
                    _options.Logger.Overdue(shard.Call.Shard, worker.Description.Name);
                    WaitAgain(shard);
                }
            }
        }
    }

    /// <inheritdoc cref="ILearnerGrain.Join"/>
    public string? Join(WorkerDescription worker)
    {
        if (worker.Run != Run.Run)
        {
            return $"expected a worker of the run {Run.Run}, got one of {worker.Run}.";
        }

        if (_training.DifferenceTo(worker.Training) is { } difference)
        {
            _options.Logger.Refused(worker.Name, difference);
            return difference;
        }

        lock (_lock)
        {
            if (!_workers.TryGetValue(worker.Id, out JoinedWorker? joined))
            {
                _workers.Add(worker.Id, joined = new JoinedWorker(worker));
                _options.Logger.Joined(worker.Name);
                if (worker.Processor != WorkerDescription.ThisProcessor)
                {
                    _options.Logger.OtherProcessor(worker.Name, worker.Processor, WorkerDescription.ThisProcessor);
                }

                if (worker.Build != WorkerDescription.ThisBuild)
                {
                    _options.Logger.OtherBuild(worker.Name, worker.Build, WorkerDescription.ThisBuild);
                }
            }

            joined.LastSign = Stopwatch.GetTimestamp();
            return null;
        }
    }

    /// <inheritdoc cref="ILearnerGrain.Take"/>
    public async Task<ShardCall?> Take(Guid worker)
    {
        long started = Stopwatch.GetTimestamp();
        TimeSpan left;
        while ((left = Timing.Poll - Stopwatch.GetElapsedTime(started)) > TimeSpan.Zero)
        {
            Task changed;
            lock (_lock)
            {
                if (_isClosed)
                {
                    return null;
                }

                if (_workers.ContainsKey(worker) && TakeFor(worker) is { } call)
                {
                    return call;
                }

                changed = _changed.Task;
            }

            await Task.WhenAny(changed, Task.Delay(left));
        }

        return null;
    }

    /// <inheritdoc cref="ILearnerGrain.Complete"/>
    public void Complete(ShardAnswer answer)
    {
        lock (_lock)
        {
            bool isOfThisUpdate = answer.Call.Run == Run.Run && answer.Call.Update == _parameters.Update;
            if (!isOfThisUpdate
                || !_workers.TryGetValue(answer.Worker, out JoinedWorker? worker)
                || _shards.Find(each => each.Call.Shard == answer.Call.Shard) is not { Answer.Task.IsCompleted: false } shard
                || !shard.Workers.Contains(answer.Worker))
            {
                return;
            }

            if (answer.Failure is { Environment: null } failure && ++shard.Failures < MostFailures)
            {
                _options.Logger.Failed(shard.Call.Shard, worker.Description.Name, failure.Details ?? failure.Message);
                WaitAgain(shard);
                return;
            }

            _meters.Completed(answer, Stopwatch.GetElapsedTime(shard.Since));
            shard.IsWaiting = false;
            shard.Answer.TrySetResult(answer);
        }
    }

    /// <inheritdoc cref="ILearnerGrain.GetParameters"/>
    public byte[]? ParametersOf(string run, long update)
    {
        lock (_lock)
        {
            if (run != Run.Run || update != _parameters.Update || _parameters.Bytes is not { } bytes)
            {
                return null;
            }

            _meters.Sent(bytes);
            return bytes;
        }
    }

    /// <summary>Answers the workers that wait: there are no more calls.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            Signal();
        }
    }

    public void Dispose() => _meters.Dispose();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// Returns a call that waits; one that this worker had already only if all others had it, too, or if none of them took it in time.
    /// </summary>
    private ShardCall? TakeFor(Guid worker)
    {
        if (_shards.Find(each => each.IsWaiting
            && (!each.Workers.Contains(worker) || _workers.Keys.All(each.Workers.Contains) || IsOverdue(each))) is not { } shard)
        {
            return null;
        }

        shard.GiveTo(worker);
        return shard.Call;
    }

    private void WaitAgain(QueuedShard shard)
    {
        shard.WaitAgain();
        Repeated++;
        _meters.Repeated();
        Signal();
    }

    private bool IsOverdue(QueuedShard shard) => Stopwatch.GetElapsedTime(shard.Since) > _options.Deadline;

    private bool IsAlive(JoinedWorker worker) => Stopwatch.GetElapsedTime(worker.LastSign) < _options.Silence;

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }
}
