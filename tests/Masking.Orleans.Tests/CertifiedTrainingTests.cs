using System.Net;
using System.Net.Sockets;
using Masking.Training;

namespace Masking.Orleans.Tests;

/// <summary>Trainings whose learner and workers have certificates.</summary>
public sealed class CertifiedTrainingTests : IDisposable
{
    private const int Updates = 4;

    private readonly Authority _authority = new();
    private readonly Authority _other = new();

    [Fact]
    public async Task OnlyWorkersWithCertificatesOfTheSameAuthority_TakePart()
    {
        byte[] expected = CoinTrainings.Train(CoinTrainings.Define().CreateTrainer(threads: 1), Updates);
        using ClusterCertificates own = _authority.IssueAndLoad();
        using ClusterCertificates workers = _authority.IssueAndLoad();
        using ClusterCertificates others = _other.IssueAndLoad();
        IPEndPoint address = Addresses.Free();
        await using Learner learner = await Learner.StartAsync(
            address,
            CoinTrainings.Define(),
            [],
            new LearnerOptions { Cluster = new ClusterSettings { Certificates = own } },
            TestContext.Current.CancellationToken);
        await using RunningWorker without = new(address, new ClusterSettings());
        await using RunningWorker foreign = new(address, new ClusterSettings { Certificates = others });
        await without.Logger.WaitFor("Cannot connect");
        await foreign.Logger.WaitFor("Cannot connect");
        using TcpClient stranger = new();
        await stranger.ConnectAsync(address, TestContext.Current.CancellationToken);
        await stranger.GetStream().WriteAsync(new byte[1000], TestContext.Current.CancellationToken);
        await using RunningWorker right = new(address, new ClusterSettings { Certificates = workers });
        ITrainer trainer = CoinTrainings.Define().CreateTrainer(threads: 1, learner.Runner);

        byte[] actual = await Task.Run(() => CoinTrainings.Train(trainer, Updates));

        Assert.Equal(expected, actual);
        Assert.Equal(1, learner.Workers);
        Assert.True(right.HasCreatedTraining);
        Assert.False(without.HasCreatedTraining);
        Assert.False(foreign.HasCreatedTraining);
    }

    [Fact]
    public async Task ALearnerOfAnotherAuthority_OrWithoutCertificates_IsNotJoined()
    {
        using ClusterCertificates learners = _other.IssueAndLoad();
        using ClusterCertificates own = _authority.IssueAndLoad();
        (IPEndPoint foreignAddress, IPEndPoint openAddress) = (Addresses.Free(), Addresses.Free());
        await using Learner foreign = await Learner.StartAsync(
            foreignAddress,
            CoinTrainings.Define(),
            [],
            new LearnerOptions { Cluster = new ClusterSettings { Certificates = learners } },
            TestContext.Current.CancellationToken);
        await using Learner open = await Learner.StartAsync(
            openAddress, CoinTrainings.Define(), [], cancellationToken: TestContext.Current.CancellationToken);
        await using RunningWorker first = new(foreignAddress, new ClusterSettings { Certificates = own });
        await using RunningWorker second = new(openAddress, new ClusterSettings { Certificates = own });

        await first.Logger.WaitFor("Cannot connect");
        await second.Logger.WaitFor("Cannot connect");

        Assert.False(first.HasCreatedTraining);
        Assert.False(second.HasCreatedTraining);
        Assert.Equal((0, 0), (foreign.Workers, open.Workers));
    }

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
    }
}
