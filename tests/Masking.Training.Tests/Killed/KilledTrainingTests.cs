using System.Diagnostics;

namespace Masking.Training.Tests;

/// <summary>Trainings in processes that are killed at random moments, and resumed until they end.</summary>
public sealed class KilledTrainingTests : IDisposable
{
    private const int Kills = 30;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("killed-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task KilledAt60RandomMoments_ATrainingEndsLikeAnUndisturbedOne()
    {
        int seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        CancellationToken token = TestContext.Current.CancellationToken;
        await Task.WhenAll(
            Task.Run(() => KillAndResume("ppo", new Random(seed)), token),
            Task.Run(() => KillAndResume("ppo with memory", new Random(seed + 1)), token));
    }

    private void KillAndResume(string kind, Random random)
    {
        DirectoryInfo undisturbed = _root.CreateSubdirectory($"{kind} undisturbed");
        long started = Stopwatch.GetTimestamp();
        TimeSpan untilFirstUpdate;
        using (KillableTraining process = KillableTraining.Start(kind, undisturbed))
        {
            process.WaitForUpdates(1);
            untilFirstUpdate = Stopwatch.GetElapsedTime(started);
            Assert.Equal(0, process.WaitForExit());
        }

        int kills = 0;
        for (int run = 0; kills < Kills; run++)
        {
            DirectoryInfo killed = _root.CreateSubdirectory($"{kind} {run}");
            while (kills < Kills)
            {
                using KillableTraining process = KillableTraining.Start(kind, killed);
                WaitForRandomMoment(process, untilFirstUpdate, random);
                if (!process.Kill())
                {
                    break;
                }

                kills++;
            }

            using KillableTraining last = KillableTraining.Start(kind, killed);
            Assert.Equal(0, last.WaitForExit());
            RunFiles.RequireEqual(undisturbed, killed);
        }
    }

    /// <summary>Waits until a moment while the process starts, or while it trains and writes its files.</summary>
    private static void WaitForRandomMoment(KillableTraining process, TimeSpan untilFirstUpdate, Random random)
    {
        bool isStart = random.Next(4) == 0;
        if (!isStart)
        {
            process.WaitForUpdates(random.Next(1, 6));
        }

        TimeSpan delay = random.NextDouble() * (isStart ? untilFirstUpdate : TimeSpan.FromMilliseconds(10));
        long started = Stopwatch.GetTimestamp();
        SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(started) > delay);
    }
}
