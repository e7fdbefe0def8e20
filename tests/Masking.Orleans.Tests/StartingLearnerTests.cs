using System.Net;
using Microsoft.Extensions.Hosting;

namespace Masking.Orleans.Tests;

/// <summary>A worker that connects while a learner starts or stops.</summary>
public sealed class StartingLearnerTests
{
    /// <summary>A client that has received no announcement of a silo stands for one whose silo has announced nothing.</summary>
    [Fact]
    public void ASiloWithoutALearner_DoesNotAnswer_SoTheWorkerTriesAgain()
    {
        HostApplicationBuilder builder = EmbeddedHost.CreateBuilder();
        builder.UseOrleansClient(client => Connection.Configure(client, [new IPEndPoint(IPAddress.Loopback, 1)], new ClusterSettings()));
        using IHost client = builder.Build();

        IOException exception = Assert.Throws<IOException>(() => LearnerConnection.LearnerOf(client));

        Assert.True(Connection.IsUnreachable(exception));
        Assert.StartsWith("expected a learner that has started", exception.Message, StringComparison.Ordinal);
    }
}
