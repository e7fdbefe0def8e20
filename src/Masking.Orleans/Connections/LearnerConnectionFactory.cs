using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Masking.Orleans;

/// <summary>
/// Connects workers to the address of the learner that they were given. Orleans would only accept an address that the learner knows, which
/// it does not behind a service of Kubernetes, a mapped port, or a second network card. For Orleans, the learner therefore has the same
/// symbolic address everywhere.
/// </summary>
/// <param name="sockets">Connects to an address.</param>
/// <param name="learner">The addresses of the learner. The first one that answers is used.</param>
internal sealed class LearnerConnectionFactory(IConnectionFactory sockets, IReadOnlyList<IPEndPoint> learner) : IConnectionFactory
{
    /// <summary>The symbolic address of the learner.</summary>
    public static readonly IPEndPoint Gateway = new(IPAddress.Loopback, port: 1);

    /// <summary>Replaces what connects the client of a worker.</summary>
    /// <param name="services">The services of the client.</param>
    /// <param name="learner">The addresses of the learner.</param>
    public static void Use(IServiceCollection services, IReadOnlyList<IPEndPoint> learner)
    {
        ServiceDescriptor sockets = services.Last(service => service.IsKeyedService && service.ServiceType == typeof(IConnectionFactory));
        services.AddKeyedSingleton<IConnectionFactory>(sockets.ServiceKey, (provider, key) =>
            new LearnerConnectionFactory((IConnectionFactory)sockets.KeyedImplementationFactory!(provider, key), learner));
    }

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        foreach (IPEndPoint address in learner.SkipLast(1))
        {
            try
            {
                return await sockets.ConnectAsync(address, cancellationToken);
            }
            catch (Exception exception) when (Connection.IsUnreachable(exception))
            {
                // The next address may answer.
            }
        }

        return await sockets.ConnectAsync(learner[^1], cancellationToken);
    }
}
