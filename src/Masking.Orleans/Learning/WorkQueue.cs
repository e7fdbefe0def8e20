using System.Diagnostics;

namespace Masking.Orleans;

/// <summary>The shards of an update that wait for a worker, and those that workers run.</summary>
/// <param name="arguments">The arguments that the definition of the training depends on.</param>
/// <param name="settings">The settings of the training, each as <c>name=value</c>.</param>
/// <param name="deadline">The time after which a shard is given to another worker, too.</param>
internal sealed class WorkQueue(string[] arguments, string[] settings, TimeSpan deadline)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, long> _lastSigns = [];
    private readonly Queue<ShardCall> _waiting = [];
    private readonly List<(ShardCall Call, Guid Worker, long Since)> _taken = [];
    private Dictionary<int, TaskCompletionSource<ShardAnswer>> _answers = [];
    private TaskCompletionSource _added = NewSignal();
    private (long Update, byte[]? Bytes) _parameters;

    /// <summary>The run.</summary>
    public RunDescription Run { get; } = new(Guid.NewGuid().ToString("N"), arguments);

    /// <summary>The number of calls that were given to another worker, because the first one was lost or overdue.</summary>
    public long Repeated { get; private set; }

    /// <summary>The number of workers that have joined and are not silent.</summary>
    public int Workers
    {
        get
        {
            lock (_lock)
            {
                return _lastSigns.Keys.Count(IsAlive);
            }
        }
    }

    /// <summary>Adds the shards of an update.</summary>
    /// <param name="parameters">The parameters of the policy.</param>
    /// <param name="states">The state of each shard.</param>
    /// <returns>The answer for each shard.</returns>
    public Task<ShardAnswer>[] Add(byte[] parameters, IReadOnlyList<ReadOnlyMemory<byte>> states)
    {
        lock (_lock)
        {
            _parameters = (_parameters.Update + 1, parameters);
            _waiting.Clear();
            _taken.Clear();
            _answers = Enumerable.Range(0, states.Count).ToDictionary(
                shard => shard, _ => new TaskCompletionSource<ShardAnswer>(TaskCreationOptions.RunContinuationsAsynchronously));
            for (int shard = 0; shard < states.Count; shard++)
            {
                _waiting.Enqueue(new ShardCall(Run.Run, _parameters.Update, shard, states[shard].ToArray()));
            }

            Signal();
            return [.. _answers.OrderBy(answer => answer.Key).Select(answer => answer.Value.Task)];
        }
    }

    /// <summary>Ends the update: calls that are still running do not count any more.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _waiting.Clear();
            _taken.Clear();
            _answers = [];
            _parameters = (_parameters.Update, null);
        }
    }

    /// <summary>Gives calls of lost workers, and overdue calls, to other workers.</summary>
    public void Repeat()
    {
        lock (_lock)
        {
            foreach ((ShardCall Call, Guid Worker, long Since) taken in _taken.ToArray())
            {
                bool isOverdue = Stopwatch.GetElapsedTime(taken.Since) > deadline;
                if (isOverdue || !IsAlive(taken.Worker))
                {
                    _taken.Remove(taken);
                    _waiting.Enqueue(taken.Call);
                    Repeated++;
                    Signal();
                }
            }
        }
    }

    /// <inheritdoc cref="ILearnerGrain.Join"/>
    public string? Join(WorkerDescription worker)
    {
        if (worker.Run != Run.Run)
        {
            return $"expected a worker of the run {Run.Run}, got one of {worker.Run}";
        }

        if (settings.Except(worker.Settings).FirstOrDefault() is { } missing)
        {
            string name = missing[..missing.IndexOf('=', StringComparison.Ordinal)];
            string got = worker.Settings.FirstOrDefault(setting => setting.StartsWith($"{name}=", StringComparison.Ordinal)) ?? "none";
            return $"expected a worker of the same training, with {missing}, got {got}";
        }

        lock (_lock)
        {
            _lastSigns[worker.Id] = Stopwatch.GetTimestamp();
            return null;
        }
    }

    /// <inheritdoc cref="ILearnerGrain.Take"/>
    public async Task<ShardCall?> Take(Guid worker)
    {
        long started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Cluster.Poll)
        {
            Task added;
            lock (_lock)
            {
                if (!_lastSigns.ContainsKey(worker))
                {
                    return null;
                }

                if (_waiting.TryDequeue(out ShardCall? call))
                {
                    _taken.Add((call, worker, Stopwatch.GetTimestamp()));
                    return call;
                }

                added = _added.Task;
            }

            await Task.WhenAny(added, Task.Delay(Cluster.Poll - Stopwatch.GetElapsedTime(started) + TimeSpan.FromMilliseconds(1)));
        }

        return null;
    }

    /// <inheritdoc cref="ILearnerGrain.Complete"/>
    public void Complete(ShardAnswer answer)
    {
        lock (_lock)
        {
            if (answer.Run == Run.Run && answer.Update == _parameters.Update && _answers.TryGetValue(answer.Shard, out var answered))
            {
                _taken.RemoveAll(taken => taken.Call.Shard == answer.Shard);
                answered.TrySetResult(answer);
            }
        }
    }

    /// <inheritdoc cref="ILearnerGrain.GetParameters"/>
    public byte[]? ParametersOf(string run, long update)
    {
        lock (_lock)
        {
            return run == Run.Run && update == _parameters.Update ? _parameters.Bytes : null;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool IsAlive(Guid worker) => Stopwatch.GetElapsedTime(_lastSigns[worker]) < Cluster.Silence;

    private void Signal()
    {
        _added.TrySetResult();
        _added = NewSignal();
    }
}
