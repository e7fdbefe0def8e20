using System.Net;
using Masking.Training;

namespace Masking.Orleans.Tests;

/// <summary>A learner and two workers in this process.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private const int Workers = 2;

    private readonly CancellationTokenSource _stop;
    private readonly Task _workers;

    private Cluster(Learner learner, CancellationTokenSource stop, Task workers) => (Learner, _stop, _workers) = (learner, stop, workers);

    /// <summary>The learner.</summary>
    public Learner Learner { get; }

    /// <summary>Starts the learner and the workers, and waits until they have joined.</summary>
    /// <param name="define">Defines the training.</param>
    public static async Task<Cluster> StartAsync(Func<IShardedTraining> define)
    {
        IPEndPoint address = Addresses.Free();
        Learner learner = await Learner.StartAsync(
            address, define(), ["coins"], cancellationToken: TestContext.Current.CancellationToken);
        CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task workers = Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Worker.RunAsync(
            address,
            arguments => arguments is ["coins"] ? define() : throw new ArgumentException("expected the arguments of the learner."),
            new WorkerOptions { Slots = 2 },
            stop.Token)));
        while (learner.Workers < Workers)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        return new Cluster(learner, stop, workers);
    }

    /// <summary>Stops all of them.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _workers;
        await Learner.DisposeAsync();
        _stop.Dispose();
    }
}
