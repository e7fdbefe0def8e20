using Masking.Benchmarks.Comparing;
using Masking.Benchmarks.Declared;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Workloads;

internal sealed class W9Memory : IWorkload
{
    private const int Calls = 100_000;
    private const int CountedActs = 1_000;
    private const double MostKilobytes = 2;

    public string Name => "W9";

    public string Description => $"memory: live tensors after {Calls:N0} calls of Act and Evaluate, managed memory of an Act; batch 1";

    public void Compare(Scoreboard board)
    {
        using SkirmishScene scene = new(batch: 1);
        RandomStream stream = new(seed: 1);
        using SkirmishPolicy skirmish = new();
        using SentryPolicy sentry = new();
        SentryPolicy.Observation seen = new() { Globals = scene.Observation.Globals, CommandMask = scene.Observation.CommandMask };

        board.AtMost($"{Name} act {nameof(SentryPolicy)}", KilobytesOf(() => sentry.Act(seen, stream).Dispose()), MostKilobytes, "kB");
        board.AtMost(
            $"{Name} act {nameof(SkirmishPolicy)}",
            KilobytesOf(() => skirmish.Act(scene.Observation, stream).Dispose()),
            MostKilobytes,
            "kB"
        );

        long left = LeftBehind(() =>
        {
            using Step<SentryPolicy.Actions> step = sentry.Act(seen, stream);
            using Evaluation evaluation = sentry.Evaluate(seen, step.Actions);
        });
        board.AtMost($"{Name} live tensors after {Calls} calls of Act and Evaluate", left, limit: 0, "tensors");
    }

    /// <summary>Managed memory that one call takes.</summary>
    private static double KilobytesOf(Action call)
    {
        call();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < CountedActs; i++)
        {
            call();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / (1e3 * CountedActs);
    }

    /// <summary>Tensors that live after all calls, and did not before.</summary>
    private static long LeftBehind(Action call)
    {
        call();
        long before = LiveTensors();
        for (int i = 0; i < Calls; i++)
        {
            call();
        }

        return LiveTensors() - before;
    }

    private static long LiveTensors()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }
}
