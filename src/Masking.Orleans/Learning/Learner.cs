using System.Net;
using System.Net.Sockets;
using Masking.Training;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Masking.Orleans;

/// <summary>
/// The side of a distributed training that learns. Its environments run in <see cref="Worker"/> processes, which may come and go: the
/// results have the same bits as those of one process.
/// </summary>
/// <example>
/// <code><![CDATA[
/// await using Learner learner = await Learner.StartAsync(IPEndPoint.Parse("10.0.0.1:11111"), definition, arguments: []);
/// using var trainer = definition.CreateTrainer(runner: learner.Runner);
/// trainer.Run(environmentSteps: 1_000_000);
/// ]]></code>
/// </example>
public sealed class Learner : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly WorkQueue _work;
    private readonly OrleansShardRunner _runner;

    private Learner(IHost host, WorkQueue work) => (_host, _work, _runner) = (host, work, new OrleansShardRunner(work));

    /// <summary>Runs the shards on the workers. Pass it to <c>CreateTrainer</c> of the definition.</summary>
    public IShardRunner Runner => _runner;

    /// <summary>The number of workers that have joined and are not lost.</summary>
    public int Workers => _work.Workers;

    /// <summary>The number of rollouts of shards that were requested again, because a worker was lost or overdue, or failed.</summary>
    public long Repeated => _work.Repeated;

    /// <summary>Begins to listen for workers.</summary>
    /// <param name="listen">The address and the port that workers join.</param>
    /// <param name="training">The training.</param>
    /// <param name="arguments">Passed to the workers, which create the same training from them.</param>
    /// <param name="options">The options; null: the defaults.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="ArgumentException">An option or the training is not valid.</exception>
    /// <exception cref="IOException">
    /// The address cannot be listened on, or the table of the cluster cannot be reached, or contains another learner that answers.
    /// </exception>
    public static async Task<Learner> StartAsync(
        IPEndPoint listen,
        IShardedTraining training,
        IReadOnlyList<string> arguments,
        LearnerOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(listen);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(arguments);
        if (listen.Port == 0)
        {
            throw new ArgumentException($"expected a port from 1 to {IPEndPoint.MaxPort}, got 0.", nameof(listen));
        }

        options ??= new LearnerOptions();
        options.Validate();
        if (options.Cluster.Certificates is null && !IPAddress.IsLoopback(listen.Address))
        {
            options.Logger.NotSecured(listen);
        }

        WorkQueue work = new([.. arguments], TrainingDescription.Of(training, options.Cluster), options);
        HostApplicationBuilder builder = EmbeddedHost.CreateBuilder();
        builder.Services.AddSingleton(work);
        builder.UseOrleans(silo => Connection.Configure(silo, listen, options.Cluster));
        IHost host = builder.Build();
        try
        {
            RequireFree(listen);
            await Connection.StartAsync(host, options.Cluster, cancellationToken);
        }
        catch (Exception exception)
        {
            host.Dispose();
            work.Dispose();
            throw exception is AddressInUseException || (Connection.IsUnreachable(exception) && exception is not IOException)
                ? new IOException($"{listen}: {exception.Message}", exception)
                : exception;
        }

        return new Learner(host, work);
    }

    /// <summary>
    /// Throws if another process, or another learner, listens on an address. On Linux, Orleans would share the port with another learner,
    /// and the system would divide the workers among both.
    /// </summary>
    private static void RequireFree(IPEndPoint listen)
    {
        using Socket socket = new(listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(listen);
    }

    /// <summary>Ends a training with the exception of workers that run in the process of the learner, if they fail.</summary>
    internal void Watch(Task ownWorkers) => _runner.OwnWorkers = ownWorkers;

    /// <summary>Stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        _work.Close();
        await _host.StopAsync();
        _host.Dispose();
        _work.Dispose();
    }
}
