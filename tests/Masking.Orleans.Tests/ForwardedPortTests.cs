using System.Net;
using Masking.Benchmarks.Distributed;
using Masking.Training;
using Microsoft.AspNetCore.Connections;

namespace Masking.Orleans.Tests;

/// <summary>Workers that reach the learner under an address that it does not know, as behind a mapped port or a service.</summary>
public sealed class ForwardedPortTests
{
    private const int Updates = 2;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    public async Task AWorkerBehindAForwardedPort_TakesPart(string listen)
    {
        byte[] expected = CoinTrainings.Train(CoinTrainings.Define().CreateTrainer(threads: 1), Updates);
        IPEndPoint address = new(IPAddress.Parse(listen), Addresses.Free().Port);
        await using Learner learner = await Learner.StartAsync(
            address, CoinTrainings.Define(), [], cancellationToken: TestContext.Current.CancellationToken);
        using CountingProxy proxy = new(new IPEndPoint(IPAddress.Loopback, address.Port));
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task worker = Worker.RunAsync(proxy.Address, _ => CoinTrainings.Define(), cancellationToken: stop.Token);
        ITrainer trainer = CoinTrainings.Define().CreateTrainer(threads: 1, learner.Runner);

        Assert.Equal(expected, await Task.Run(() => CoinTrainings.Train(trainer, Updates)));

        Assert.True(proxy.Bytes > 0);
        await stop.CancelAsync();
        await worker;
    }

    [Fact]
    public async Task TheAddressesOfAHost_AreTriedInOrder()
    {
        IReadOnlyList<IPEndPoint> addresses = [.. Enumerable.Range(1, 3).Select(port => new IPEndPoint(IPAddress.Loopback, port))];
        SecondPort sockets = new();
        LearnerConnectionFactory factory = new(sockets, addresses);

        Assert.Null(await factory.ConnectAsync(LearnerConnectionFactory.Gateway, TestContext.Current.CancellationToken));

        Assert.Equal(addresses.Take(2), sockets.Tried);
    }

    [Fact]
    public async Task IfNoAddressAnswers_TheErrorOfTheLastOneIsThrown()
    {
        LearnerConnectionFactory factory =
            new(new SecondPort(), [new IPEndPoint(IPAddress.Loopback, 7), new IPEndPoint(IPAddress.Loopback, 8)]);

        IOException exception = await Assert.ThrowsAsync<IOException>(async () =>
            await factory.ConnectAsync(LearnerConnectionFactory.Gateway, TestContext.Current.CancellationToken));

        Assert.Equal("nobody at 127.0.0.1:8", exception.Message);
    }

    /// <summary>Connects to port 2 only.</summary>
    private sealed class SecondPort : IConnectionFactory
    {
        public List<EndPoint> Tried { get; } = [];

        public ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
        {
            Tried.Add(endpoint);
            return ((IPEndPoint)endpoint).Port == 2
                ? ValueTask.FromResult<ConnectionContext>(null!)
                : throw new IOException($"nobody at {endpoint}");
        }
    }
}
