using Masking.Benchmarks.Comparing;
using Masking.Benchmarks.Declared;
using Masking.Benchmarks.Limits;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Workloads;

internal sealed class W9Memory : IWorkload
{
    private const int Calls = 100_000;
    private const double MaxKilobytes = 2;
    private const double MaxDistance = 2;

    public string Name => "W9";

    public string Description => $"memory: live tensors after {Calls:N0} calls of Act and Evaluate, managed memory of one Act; batch 1";

    public void Compare(Scoreboard board)
    {
        using SkirmishScene scene = new(batch: 1);
        RandomStream stream = new(seed: 1);
        using SkirmishPolicy skirmish = new();
        using SentryPolicy sentry = new();
        SentryPolicy.Observation seen = new() { Globals = scene.Observation.Globals, CommandMask = scene.Observation.CommandMask };

        double ofSentry = AllocatedKilobytes(() => sentry.Act(seen, stream).Dispose());
        double ofSkirmish = AllocatedKilobytes(() => skirmish.Act(scene.Observation, stream).Dispose());
        board.ReportLimit($"{Name} act {nameof(SentryPolicy)}", ofSentry, MaxKilobytes, "kB");
        board.ReportLimit($"{Name} act {nameof(SkirmishPolicy)}", ofSkirmish, MaxKilobytes, "kB");
        double ofTensors = AllocatedKilobytes(() =>
        {
            using DisposeScope scope = NewDisposeScope();
            empty(1, ScalarType.Int64);
            empty(1);
        });
        board.ReportLimit(
            $"{Name} act {nameof(SentryPolicy)} beside two tensors and a scope of TorchSharp",
            ofSentry / ofTensors,
            MaxDistance,
            "times");
        using PolicyLimit limit = new(scene.Observation);
        board.ReportLimit(
            $"{Name} act {nameof(SkirmishPolicy)} beside its matrix products by hand",
            ofSkirmish / AllocatedKilobytes(limit.Act),
            MaxDistance,
            "times");

        long leaked = CountLeakedTensors(() =>
        {
            using Step<SentryPolicy.Actions> step = sentry.Act(seen, stream);
            using Evaluation evaluation = sentry.Evaluate(seen, step.Actions);
        });
        board.ReportLimit($"{Name} live tensors after {Calls} calls of Act and Evaluate", leaked, limit: 0, "tensors");
    }

    /// <summary>The managed memory that one call allocates.</summary>
    private static double AllocatedKilobytes(Action call) => Allocation.BytesOf(call) / (1e3 * Allocation.Calls);

    /// <summary>The number of tensors that are live after all calls and were not live before.</summary>
    private static long CountLeakedTensors(Action call)
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
