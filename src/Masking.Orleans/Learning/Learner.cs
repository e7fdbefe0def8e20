using System.Net;
using System.Net.Sockets;
using Masking.Training;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace Masking.Orleans;

/// <summary>
/// The side of a distributed training that learns. Its environments run in <see cref="Worker"/> processes, which may come and go: the
/// results have the same bits as those of one process.
/// </summary>
public sealed class Learner : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly WorkQueue _work;
    private readonly OrleansShardRunner _runner;

    private Learner(IHost host, WorkQueue work, OrleansShardRunner runner) => (_host, _work, _runner) = (host, work, runner);

    /// <summary>Runs the shards on the workers. Pass it to <c>CreateTrainer</c> of the definition.</summary>
    public IShardRunner Runner => _runner;

    /// <summary>The number of workers that have joined.</summary>
    public int Workers => _work.Workers;

    /// <summary>The number of rollouts of shards that were requested again, because a worker failed or was overdue.</summary>
    public long Repeated => _work.Repeated;

    /// <summary>Begins to listen for workers.</summary>
    /// <param name="listen">The address and the port that workers join.</param>
    /// <param name="training">The training.</param>
    /// <param name="arguments">Passed to the workers, which create the same training from them.</param>
    /// <param name="deadline">The time after which a rollout of a shard is requested from another worker; null: 60 seconds.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    public static async Task<Learner> StartAsync(
        IPEndPoint listen,
        IShardedTraining training,
        IReadOnlyList<string> arguments,
        TimeSpan? deadline = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(listen);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(arguments);
        TimeSpan most = deadline ?? TimeSpan.FromMinutes(1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(most, TimeSpan.Zero, nameof(deadline));
        WorkQueue work = new([.. arguments], WorkerSettings.Of(training), most);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton(work);
        builder.UseOrleans(silo =>
        {
            // The only silo: workers are clients, which connect to its gateway.
            IPEndPoint own = new(IPAddress.Loopback, FreePort());
            silo.UseDevelopmentClustering(own);
            silo.ConfigureEndpoints(listen.Address, own.Port, listen.Port);
            silo.Configure<ClusterOptions>(Cluster.SetName);
        });
        IHost host = builder.Build();
        await host.StartAsync(cancellationToken);
        return new Learner(host, work, new OrleansShardRunner(work));
    }

    private static int FreePort()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>Stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
