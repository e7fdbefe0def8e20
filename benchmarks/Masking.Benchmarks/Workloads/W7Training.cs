using Masking.Benchmarks.Baselines.Seed;
using Masking.Benchmarks.Comparing;
using Masking.Samples.QuickStart;
using Masking.Samples.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Workloads;

internal sealed class W7Training : IWorkload
{
    private const int Environments = 16;
    private const int RolloutSteps = 64;

    public string Name => "W7";

    public string Description => $"training: {Environments * RolloutSteps} environment steps of the same PPO in the same environment with the seed's heads";

    public void Compare(Scoreboard board)
    {
        manual_seed(1);
        using HarvestPolicy ours = new();
        using SeedHarvestPolicy theirs = new(ours.named_parameters().ToDictionary(each => each.name, Tensor (each) => each.parameter));
        using MiniHarvest world = new(Environments);
        RequireSame($"{Name} train", ours, theirs, world);

        using MiniHarvest seedsWorld = new(Environments);
        using ITrainer trainer = Trainer(ours, world);
        using ITrainer seedsTrainer = Trainer(theirs, seedsWorld);
        board.Faster($"{Name} train {Environments * RolloutSteps} steps seed", target: 2, Training(trainer), Training(seedsTrainer));
    }

    private static Timed Training(ITrainer trainer) => Timing.Of(() => trainer.Update(CancellationToken.None));

    private static PpoTrainer<HarvestPolicy.Observation, HarvestPolicy.Actions, TDistribution> Trainer<TDistribution>(
        MaskedPolicy<HarvestPolicy.Observation, HarvestPolicy.Actions, TDistribution> policy, MiniHarvest world)
        where TDistribution : IPolicyDistribution<TDistribution, HarvestPolicy.Actions> =>
        new(policy, world, new HarvestPolicy.Rollout(RolloutSteps, Environments), new PpoOptions());

    private static void RequireSame(string title, HarvestPolicy ours, SeedHarvestPolicy theirs, MiniHarvest world)
    {
        using DisposeScope scope = NewDisposeScope();
        HarvestPolicy.Actions actions = ours.Act(world.Observe(), new RandomStream(seed: 1)).Actions;
        (Tensor logProb, Tensor entropy, Tensor value) = ours.Evaluate(world.Observe(), actions);
        (Tensor theirLogProb, Tensor theirEntropy, Tensor theirValue) = theirs.Evaluate(world.Observe(), actions);
        Agreement.Same($"{title}: log-probabilities", logProb, theirLogProb);
        Agreement.Same($"{title}: entropies", entropy, theirEntropy);
        Agreement.Same($"{title}: values", value, theirValue);
    }
}
