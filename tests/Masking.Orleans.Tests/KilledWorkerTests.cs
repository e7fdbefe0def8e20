using System.Globalization;
using System.Net;
using Masking.Training;

namespace Masking.Orleans.Tests;

/// <summary>Workers in processes that are killed at random moments, and one that is paused beyond the deadline.</summary>
public sealed class KilledWorkerTests
{
    private const int Workers = 4;
    private const int UpdatesPerKill = 20;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(4);

    /// <summary>The number of kills. The variable sets a greater one, for a longer test by hand.</summary>
    private static int Kills => int.Parse(Environment.GetEnvironmentVariable("MASKING_KILLS") ?? "3", CultureInfo.InvariantCulture);

    [Fact]
    public async Task ATrainingWhoseWorkersAreKilledAndPaused_HasTheBitsOfOneProcess()
    {
        int seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        Random random = new(seed);
        int updates = (Kills + 2) * UpdatesPerKill;
        byte[] expected = CoinTrainings.Train(CoinTrainings.Define().CreateTrainer(threads: 1), updates);
        IPEndPoint address = Addresses.Free();
        await using Learner learner = await Learner.StartAsync(
            address,
            CoinTrainings.Define(),
            [],
            new LearnerOptions { Deadline = Deadline, Silence = TimeSpan.FromSeconds(3) },
            TestContext.Current.CancellationToken);
        WorkerProcess[] workers = [.. Enumerable.Range(0, Workers).Select(_ => new WorkerProcess(address))];
        try
        {
            await Until(() => learner.Workers == Workers);
            using SemaphoreSlim reached = new(0);
            Task<byte[]> training = Task.Run(() => CoinTrainings.Train(
                CoinTrainings.Define().CreateTrainer(threads: 1, learner.Runner),
                updates,
                update =>
                {
                    if (update > 0 && update % UpdatesPerKill == 0)
                    {
                        reached.Release();
                    }
                }));
            for (int kill = 0; kill < Kills; kill++)
            {
                await reached.WaitAsync(TestContext.Current.CancellationToken);
                await Task.Delay(random.Next(50), TestContext.Current.CancellationToken);
                int killed = random.Next(Workers);
                workers[killed].Dispose();
                workers[killed] = new WorkerProcess(address);
            }

            await reached.WaitAsync(TestContext.Current.CancellationToken);
            int paused = random.Next(Workers);
            workers[paused].Pause(true);
            await Task.Delay(Deadline * 2, TestContext.Current.CancellationToken);
            workers[paused].Pause(false);

            Assert.Equal(expected, await training);
            Assert.True(learner.Repeated > 0, "expected calls that were repeated");
        }
        finally
        {
            Array.ForEach(workers, worker => worker.Dispose());
        }
    }

    private static async Task Until(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
