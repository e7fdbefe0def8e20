using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using Orleans.Connections.Security;
using StackExchange.Redis;

namespace Masking.Orleans;

/// <summary>
/// Configures Orleans. The learner is the only silo. Workers are clients: a client can be killed without an effect on the cluster, and
/// survives a restart of the cluster.
/// </summary>
internal static class Connection
{
    /// <summary>The time after which a message without an answer fails. It includes the transfer of a rollout.</summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromMinutes(2);

    /// <summary>The bytes of a message besides what <see cref="ClusterSettings.MaxMessageBytes"/> limits.</summary>
    private const int Envelope = 64 << 10;

    /// <summary>Configures the silo of a learner.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="listen">The address and port for workers.</param>
    /// <param name="settings">The settings.</param>
    public static void Configure(ISiloBuilder silo, IPEndPoint listen, ClusterSettings settings)
    {
        silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (settings.Name, settings.Name));
        silo.Configure<SiloMessagingOptions>(options =>
        {
            options.ResponseTimeout = ResponseTimeout;
            options.MaxMessageBodySize = settings.MaxMessageBytes + Envelope;
        });

        // The port of the silo is for other silos. There are none, so it is not open to the network.
        IPEndPoint gateway = settings.Table is null ? LearnerConnectionFactory.Gateway : new IPEndPoint(HostAddress(listen), listen.Port);
        IPEndPoint advertised = new(gateway.Address, FreePort.Find());
        silo.Configure<EndpointOptions>(options =>
        {
            (options.AdvertisedIPAddress, options.SiloPort, options.GatewayPort) = (gateway.Address, advertised.Port, gateway.Port);
            options.SiloListeningEndpoint = new IPEndPoint(IPAddress.Loopback, advertised.Port);
            options.GatewayListeningEndpoint = listen;
        });
        switch (settings.Table)
        {
            case null:
                silo.UseDevelopmentClustering(advertised);
                break;
            case { Provider: null } table:
                silo.UseRedisClustering(table.Connection);
                break;
            case { Provider: { } provider } table:
                silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (provider, table.Connection));
                break;
        }

        if (settings.Table is not null)
        {
            silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(
                services => new LostLearners(
                    services.GetRequiredService<IMembershipTable>(), new IPEndPoint(advertised.Address, listen.Port)));
        }

        if (settings.Certificates is { } certificates)
        {
            silo.UseTls(options => Configure(options, certificates));
        }
    }

    /// <summary>Configures the client of a worker.</summary>
    /// <param name="client">The client.</param>
    /// <param name="learner">The addresses and the port of the learner; empty: the table of the cluster contains them.</param>
    /// <param name="settings">The settings.</param>
    public static void Configure(IClientBuilder client, IReadOnlyList<IPEndPoint> learner, ClusterSettings settings)
    {
        // Orleans would try again 15 times, with pauses that become longer, and report no reason. The worker tries again itself.
        client.UseConnectionRetryFilter((_, _) => Task.FromResult(false));
        client.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (settings.Name, settings.Name));
        client.Configure<ClientMessagingOptions>(options =>
        {
            options.ResponseTimeout = ResponseTimeout;
            options.MaxMessageBodySize = settings.MaxMessageBytes + Envelope;
        });
        switch (settings.Table)
        {
            case null:
                client.UseStaticClustering(LearnerConnectionFactory.Gateway);
                LearnerConnectionFactory.Use(client.Services, learner);
                break;
            case { Provider: null } table:
                client.UseRedisClustering(table.Connection);
                break;
            case { Provider: { } provider } table:
                client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (provider, table.Connection));
                break;
        }

        if (settings.Certificates is { } certificates)
        {
            client.UseTls(options => Configure(options, certificates));
        }
    }

    /// <summary>Starts Orleans.</summary>
    /// <param name="host">The host of a silo or a client.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="ArgumentException">The provider of the table cannot be loaded.</exception>
    public static async Task StartAsync(IHost host, ClusterSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch (AggregateException exception) when (settings.Table is { Provider: { } provider })
        {
            throw new ArgumentException(
                $"{nameof(ClusterTable)}.{nameof(ClusterTable.AdoNet)}: expected a provider that the application references, got "
                    + $"{provider}: {exception.InnerException!.Message}",
                exception);
        }
    }

    /// <summary>Returns whether an exception means that a learner, or the table of its cluster, does not answer.</summary>
    public static bool IsUnreachable(Exception exception) => exception is OrleansException or TimeoutException or IOException
        or SocketException or DbException or RedisException or RedisClusteringException;

    /// <summary>Returns whether listening on an address listens on all addresses of the machine.</summary>
    public static bool IsEveryAddress(IPEndPoint listen) =>
        listen.Address.Equals(IPAddress.Any) || listen.Address.Equals(IPAddress.IPv6Any);

    private static void Configure(TlsOptions options, ClusterCertificates certificates)
    {
        options.LocalCertificate = certificates.Own;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (certificate, _, _) => certificates.Accepts(certificate);
        options.OnAuthenticateAsClient = (_, client) => client.TargetHost = "learner";
    }

    /// <summary>The address that others use for an address to listen on.</summary>
    private static IPAddress HostAddress(IPEndPoint listen) =>
        IsEveryAddress(listen)
            ? Dns.GetHostAddresses(Dns.GetHostName()).FirstOrDefault(
                address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address), IPAddress.Loopback)
            : listen.Address;
}
