using Masking.Benchmarks.Baselines.Seed;
using Masking.Benchmarks.Comparing;
using Masking.Samples.QuickStart;
using Masking.Training;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Workloads;

internal sealed class W11Cores : IWorkload
{
    private static readonly int[] Environments = [16, 64];

    public string Name => "W11";

    public string Description =>
        $"training on all cores: an update of PPO with {string.Join(" and ", Environments)} environments against one core, and against the "
            + "baseline of W7 on one core";

    public void Compare(Scoreboard board)
    {
        foreach (int environments in Environments)
        {
            using ITrainer ours = CreateTrainer(environments, Environment.ProcessorCount);
            using ITrainer oneCore = CreateTrainer(environments, threads: 1);
            using ITrainer seed = CreateSeedTrainer(environments);
            string title = $"{Name} train {environments * W7Training.RolloutSteps} steps on {Environment.ProcessorCount} cores";
            board.ReportSpeedup(title, "one core", target: 1.7, W7Training.TimeUpdate(ours), W7Training.TimeUpdate(oneCore));
            board.ReportSpeedup(title, "seed", target: 4, W7Training.TimeUpdate(ours), W7Training.TimeUpdate(seed));
        }
    }

    private static ITrainer CreateTrainer(int environments, int threads)
    {
        manual_seed(1);
        return W7Training.CreateTrainer(new HarvestPolicy(), environments, threads);
    }

    private static ITrainer CreateSeedTrainer(int environments)
    {
        manual_seed(1);
        using HarvestPolicy initial = new();
        SeedHarvestPolicy policy = new(initial.named_parameters().ToDictionary(each => each.name, Tensor (each) => each.parameter));
        return W7Training.CreateTrainer(policy, environments, threads: 1);
    }
}
