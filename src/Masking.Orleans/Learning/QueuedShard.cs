using System.Diagnostics;

namespace Masking.Orleans;

/// <summary>A shard of an update in a <see cref="WorkQueue"/>.</summary>
/// <param name="call">The call.</param>
internal sealed class QueuedShard(ShardCall call)
{
    /// <summary>The call.</summary>
    public ShardCall Call { get; } = call;

    /// <summary>Whether a worker may take it.</summary>
    public bool IsWaiting { get; set; } = true;

    /// <summary>The workers that took it, in order.</summary>
    public List<Guid> Workers { get; } = [];

    /// <summary>The worker that took it last.</summary>
    public Guid LastWorker => Workers[^1];

    /// <summary>The time when it was taken last, or began to wait again.</summary>
    public long Since { get; private set; }

    /// <summary>The number of workers that failed.</summary>
    public int Failures { get; set; }

    /// <summary>The first answer.</summary>
    public TaskCompletionSource<ShardAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gives it to a worker.</summary>
    public void GiveTo(Guid worker)
    {
        IsWaiting = false;
        Workers.Add(worker);
        Since = Stopwatch.GetTimestamp();
    }

    /// <summary>Lets another worker take it.</summary>
    public void WaitAgain()
    {
        IsWaiting = true;
        Since = Stopwatch.GetTimestamp();
    }
}
