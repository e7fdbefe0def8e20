using System.Net;
using Masking.Training;

namespace Masking.Orleans.Tests;

/// <summary>A worker that runs in this process until it is disposed.</summary>
internal sealed class RunningWorker : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Task _running;
    private int _created;

    /// <summary>Starts a worker.</summary>
    /// <param name="learner">The address of the learner; null: the table contains it.</param>
    /// <param name="settings">The settings of the connection.</param>
    /// <param name="define">Defines the training; null: that of <see cref="CoinTrainings"/>.</param>
    public RunningWorker(EndPoint? learner, ClusterSettings settings, Func<IShardedTraining>? define = null) => _running = Worker.RunAsync(
        learner,
        _ =>
        {
            Interlocked.Increment(ref _created);
            return define?.Invoke() ?? CoinTrainings.Define();
        },
        new WorkerOptions { Slots = 2, Cluster = settings, Logger = Logger },
        _stop.Token);

    /// <summary>What it reports.</summary>
    public CollectingLogger Logger { get; } = new();

    /// <summary>Whether a learner has told it which training it runs.</summary>
    public bool HasCreatedTraining => Volatile.Read(ref _created) > 0;

    /// <summary>Stops the worker.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }
}
