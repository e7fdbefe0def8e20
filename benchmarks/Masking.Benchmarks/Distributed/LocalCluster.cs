using System.Net;
using System.Net.Sockets;
using Masking.Orleans;
using Masking.Training;

namespace Masking.Benchmarks.Distributed;

/// <summary>A learner in this process, and workers in others on this machine.</summary>
internal sealed class LocalCluster : IDisposable
{
    private readonly Learner _learner;
    private readonly List<IDisposable> _workers = [];

    private LocalCluster(Learner learner) => _learner = learner;

    /// <summary>Runs the shards on the workers.</summary>
    public IShardRunner Runner => _learner.Runner;

    /// <summary>Starts the learner and the workers, and waits until they have joined.</summary>
    /// <param name="training">The training.</param>
    /// <param name="workers">The number of workers.</param>
    /// <param name="slots">The number of shards that each of them runs at the same time.</param>
    /// <param name="connect">Returns the address that the workers connect to, given that of the learner; null: that of the learner.</param>
    public static LocalCluster Start(
        IMeasuredTraining training, int workers, int slots = 1, Func<IPEndPoint, IPEndPoint>? connect = null)
    {
        IPEndPoint address = FreeAddress();
        LocalCluster cluster = new(Learner.StartAsync(address, training.Definition, training.Arguments).GetAwaiter().GetResult());
        IPEndPoint connected = connect?.Invoke(address) ?? address;
        for (int worker = 0; worker < workers; worker++)
        {
            cluster._workers.Add(new WorkerProcess(connected, slots));
        }

        while (cluster._learner.Workers < workers)
        {
            Thread.Sleep(10);
        }

        return cluster;
    }

    /// <summary>Stops all of them.</summary>
    public void Dispose()
    {
        _workers.ForEach(worker => worker.Dispose());
        _learner.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private static IPEndPoint FreeAddress()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (IPEndPoint)socket.LocalEndPoint!;
    }
}
