using Masking.Benchmarks.Baselines.Seed;
using Masking.Benchmarks.Comparing;
using Masking.Samples.QuickStart;
using Masking.Training;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Workloads;

internal sealed class W11Cores : IWorkload
{
    public string Name => "W11";

    public string Description => $"training on all {Environment.ProcessorCount} cores: the steps of W7 against one core, and against the "
        + "baseline of W7 on one core";

    public void Compare(Scoreboard board)
    {
        using ITrainer ours = Create(Environment.ProcessorCount);
        using ITrainer oneCore = Create(threads: 1);
        manual_seed(1);
        using HarvestPolicy initial = new();
        SeedHarvestPolicy seed = new(initial.named_parameters().ToDictionary(each => each.name, Tensor (each) => each.parameter));
        using ITrainer theirs = W7Training.CreateTrainer(seed, threads: 1);
        string title = $"{Name} train on {Environment.ProcessorCount} cores";
        board.ReportSpeedup($"{title} one core", target: 1.7, W7Training.TimeUpdate(ours), W7Training.TimeUpdate(oneCore));
        board.ReportSpeedup($"{title} seed", target: 4, W7Training.TimeUpdate(ours), W7Training.TimeUpdate(theirs));
    }

    private static ITrainer Create(int threads)
    {
        manual_seed(1);
        return W7Training.CreateTrainer(new HarvestPolicy(), threads);
    }
}
