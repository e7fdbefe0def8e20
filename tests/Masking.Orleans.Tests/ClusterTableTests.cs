using System.Net;
using Masking.Training;
using StackExchange.Redis;

namespace Masking.Orleans.Tests;

/// <summary>Workers that look up the address of the learner in a table.</summary>
public sealed class ClusterTableTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ALearnerThatWasKilledAndIsStartedAgain_IsFoundInTheTable_AndContinues(bool atTheSameAddress)
    {
        byte[] expected = CoinTrainings.Train(CoinTrainings.Define().CreateTrainer(threads: 1), updates: 4);
        using RedisServer redis = new();
        ClusterSettings settings = new() { Table = redis.Table };
        IPEndPoint address = Addresses.Free();
        await using RunningWorker worker = new(learner: null, settings);
        HashEntry[]? whileItRan = null;
        byte[] half = await Train(address, start: null, async () => whileItRan = await redis.Read());

        // What the table contains when a learner has no time to mark its entry as dead.
        await redis.Write(whileItRan!);
        byte[] whole = await Train(atTheSameAddress ? address : Addresses.Free(), half, () => Task.CompletedTask);

        Assert.Equal(expected, whole);

        async Task<byte[]> Train(IPEndPoint listen, byte[]? start, Func<Task> onTrained)
        {
            await using Learner learner = await StartAsync(listen, settings);
            ITrainer trainer = CoinTrainings.Define().CreateTrainer(threads: 1, learner.Runner);
            if (start is not null)
            {
                trainer.Load(new BinaryReader(new MemoryStream(start)));
            }

            byte[] state = await Task.Run(() => CoinTrainings.Train(trainer, updates: 2));
            await onTrained();
            return state;
        }
    }

    [Fact]
    public async Task ASecondLearnerInTheSameCluster_IsRefused_AndInAnotherIsNot()
    {
        using RedisServer redis = new();
        IPEndPoint address = Addresses.Free();
        ClusterSettings settings = new() { Table = redis.Table };
        IPEndPoint secondAddress = Addresses.Free();
        await using Learner first = await StartAsync(address, settings);

        IOException exception = await Assert.ThrowsAnyAsync<IOException>(() => StartAsync(secondAddress, settings));
        await using Learner other = await StartAsync(secondAddress, settings with { Name = "another" });

        Assert.StartsWith($"{address}: the table of the cluster contains another learner", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATableThatDoesNotAnswer_IsReported()
    {
        ClusterSettings settings = new() { Table = ClusterTable.Redis($"{Addresses.Free()},connectTimeout=200,connectRetry=0") };

        IOException exception = await Assert.ThrowsAnyAsync<IOException>(() => StartAsync(Addresses.Free(), settings));
        await using RunningWorker worker = new(learner: null, settings);
        string reported = await worker.Logger.WaitFor("Cannot connect");

        Assert.Contains("connect", exception.Message, StringComparison.Ordinal);
        Assert.StartsWith("Warning: Cannot connect to the learner at the address in the table", reported, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AProviderThatIsMissing_IsNamed()
    {
        ClusterSettings settings = new() { Table = ClusterTable.AdoNet("Npgsql", "Host=localhost") };

        ArgumentException learner = await Assert.ThrowsAsync<ArgumentException>(() => StartAsync(Addresses.Free(), settings));
        ArgumentException worker = await Assert.ThrowsAsync<ArgumentException>(() => Worker.RunAsync(
            learner: null, _ => CoinTrainings.Define(), new WorkerOptions { Cluster = settings }, TestContext.Current.CancellationToken));

        Assert.StartsWith(
            "ClusterTable.AdoNet: expected a provider that the application references, got Npgsql: ",
            learner.Message,
            StringComparison.Ordinal);
        Assert.Equal(learner.Message, worker.Message);
    }

    private static Task<Learner> StartAsync(IPEndPoint listen, ClusterSettings settings) => Learner.StartAsync(
        listen, CoinTrainings.Define(), [], new LearnerOptions { Cluster = settings }, TestContext.Current.CancellationToken);
}
