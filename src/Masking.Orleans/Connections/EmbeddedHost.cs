using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Masking.Orleans;

/// <summary>Creates hosts of Orleans inside a program that has a life of its own.</summary>
internal static class EmbeddedHost
{
    /// <summary>Creates the builder of a host that leaves signals, such as Ctrl-C, to the program.</summary>
    public static HostApplicationBuilder CreateBuilder()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        return builder;
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
