using System.Net;
using System.Net.Sockets;
using Masking.Training;

namespace Masking.Orleans.Tests;

/// <summary>The address that a learner listens on.</summary>
public sealed class ListeningTests
{
    [Theory]
    [InlineData("0.0.0.0", false, true)]
    [InlineData("0.0.0.0", true, false)]
    [InlineData("127.0.0.1", false, false)]
    public async Task ALearnerThatOthersReachWithoutCertificates_Warns(string address, bool hasCertificates, bool warns)
    {
        using Authority authority = new();
        using ClusterCertificates certificates = authority.IssueAndLoad();
        CollectingLogger logger = new();

        await using Learner learner = await Learner.StartAsync(
            new IPEndPoint(IPAddress.Parse(address), Addresses.Free().Port),
            CoinTrainings.Define(),
            [],
            new LearnerOptions
            {
                Cluster = new ClusterSettings { Certificates = hasCertificates ? certificates : null },
                Logger = logger,
            },
            TestContext.Current.CancellationToken);

        Assert.Equal(
            warns, logger.Messages.Any(message => message.StartsWith("Warning: Listening on", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task APortInUse_IsReported_AndNothingIsLeft()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        IPEndPoint address = (IPEndPoint)other.LocalEndpoint;

        IOException exception = await Assert.ThrowsAsync<IOException>(() => StartAsync(address));
        other.Stop();
        await using Learner learner = await StartAsync(address);

        Assert.StartsWith($"{address}: ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoPort_IsRefused() => Assert.Equal(
        "expected a port from 1 to 65535, got 0. (Parameter 'listen')",
        (await Assert.ThrowsAsync<ArgumentException>(() => StartAsync(new IPEndPoint(IPAddress.Loopback, 0)))).Message);

    [Fact]
    public async Task ASilenceThatIsTooLong_IsRefused() => Assert.Equal(
        "Silence",
        (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Learner.StartAsync(
            Addresses.Free(),
            CoinTrainings.Define(),
            [],
            new LearnerOptions { Silence = TimeSpan.MaxValue },
            TestContext.Current.CancellationToken))).ParamName);

    [Fact]
    public async Task AWorkerThatIsGivenAHostName_TakesPart()
    {
        byte[] expected = CoinTrainings.Train(CoinTrainings.Define().CreateTrainer(threads: 1), updates: 2);
        IPEndPoint address = Addresses.Free();
        await using Learner learner = await StartAsync(address);
        await using RunningWorker worker = new(new DnsEndPoint("localhost", address.Port), new ClusterSettings());
        ITrainer trainer = CoinTrainings.Define().CreateTrainer(threads: 1, learner.Runner);

        Assert.Equal(expected, await Task.Run(() => CoinTrainings.Train(trainer, updates: 2)));
    }

    [Fact]
    public async Task AHostNameThatIsNotKnown_IsReported()
    {
        await using RunningWorker worker = new(new DnsEndPoint("learner.invalid", 1), new ClusterSettings());

        string reported = await worker.Logger.WaitFor("Cannot connect");

        Assert.Contains("learner.invalid", reported, StringComparison.Ordinal);
    }

    private static Task<Learner> StartAsync(IPEndPoint listen) => Learner.StartAsync(
        listen, CoinTrainings.Define(), [], cancellationToken: TestContext.Current.CancellationToken);
}
