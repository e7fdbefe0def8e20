using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Masking.Orleans;

/// <summary>A connection of a worker to a learner.</summary>
internal sealed class LearnerConnection : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly CancellationTokenSource _lost;

    private LearnerConnection(IHost host, CancellationTokenSource lost, ILearnerGrain learner) =>
        (_host, _lost, Learner) = (host, lost, learner);

    /// <summary>The learner.</summary>
    public ILearnerGrain Learner { get; }

    /// <summary>Canceled when the connection is lost.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Connects to a learner.</summary>
    /// <param name="learner">The address or host name and the port; null: the table contains it.</param>
    /// <param name="settings">The settings of the connection.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="Exception">The learner does not answer (<see cref="Connection.IsUnreachable"/>).</exception>
    public static async Task<LearnerConnection> OpenAsync(
        EndPoint? learner, ClusterSettings settings, CancellationToken cancellationToken)
    {
        CancellationTokenSource lost = new();
        IHost? host = null;
        try
        {
            IReadOnlyList<IPEndPoint> addresses = learner is null ? [] : await LookUp(learner, cancellationToken);
            HostApplicationBuilder builder = EmbeddedHost.CreateBuilder();
            builder.UseOrleansClient(client =>
            {
                Connection.Configure(client, addresses, settings);
                client.AddClusterConnectionLostHandler((_, _) => lost.Cancel());
            });
            host = builder.Build();
            await Connection.StartAsync(host, settings, cancellationToken);
            return new LearnerConnection(host, lost, LearnerOf(host));
        }
        catch
        {
            host?.Dispose();
            lost.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    /// <summary>Closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _lost.Dispose();
    }

    /// <summary>Returns the learner that a client is connected to.</summary>
    /// <exception cref="IOException">The silo has announced no learner.</exception>
    internal static ILearnerGrain LearnerOf(IHost client)
    {
        try
        {
            return client.Services.GetRequiredService<IGrainFactory>().GetGrain<ILearnerGrain>(0);
        }
        catch (ArgumentException)
        {
            // Orleans looks up the grain in what the silo has announced, which is nothing while the silo starts or stops.
            throw new IOException("expected a learner that has started and does not end, got none, or another program.");
        }
    }

    private static async Task<IReadOnlyList<IPEndPoint>> LookUp(EndPoint learner, CancellationToken cancellationToken) => learner switch
    {
        IPEndPoint address => [address],
        DnsEndPoint host =>
        [
            .. (await Dns.GetHostAddressesAsync(host.Host, cancellationToken)).Select(address => new IPEndPoint(address, host.Port)),
        ],
        _ => throw new ArgumentException($"expected an IPEndPoint or a DnsEndPoint, got a {learner.GetType().Name}.", nameof(learner)),
    };
}
