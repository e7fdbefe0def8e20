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

    public string Description =>
        $"training: {Environments * RolloutSteps} environment steps of the same PPO in the same environment with the seed's heads";

    public void Compare(Scoreboard board)
    {
        manual_seed(1);
        HarvestPolicy ours = new();
        SeedHarvestPolicy theirs = new(ours.named_parameters().ToDictionary(each => each.name, Tensor (each) => each.parameter));
        using IEnvironments<HarvestPolicy.Observation, HarvestPolicy.Actions> world = Worlds();
        RequireSame($"{Name} train", ours, theirs, world.Observe());

        // A trainer disposes its policy and its worlds.
        using ITrainer trainer = Trainer(ours);
        using ITrainer seedsTrainer = Trainer(theirs);
        board.Faster($"{Name} train {Environments * RolloutSteps} steps seed", target: 2, Training(trainer), Training(seedsTrainer));
    }

    private static Timed Training(ITrainer trainer) => Timing.Of(() => trainer.Update(CancellationToken.None));

    private static ITrainer Trainer<TDistribution>(MaskedPolicy<HarvestPolicy.Observation, HarvestPolicy.Actions, TDistribution> policy)
        where TDistribution : IPolicyDistribution<TDistribution, HarvestPolicy.Actions> =>
        PpoTrainer.Of(policy, Worlds(), new HarvestPolicy.Rollout(RolloutSteps, Environments), new PpoOptions());

    private static ParallelEnvironments<HarvestPolicy.Batch, HarvestPolicy.Observation, HarvestPolicy.Actions> Worlds() =>
        ParallelEnvironments.Of(
            new HarvestPolicy.Batch(Environments),
            batch => batch.Observation,
            Enumerable.Range(0, Environments).Select(_ => new MiniHarvest()),
            seed: 1,
            threads: 1
        );

    private static void RequireSame(string title, HarvestPolicy ours, SeedHarvestPolicy theirs, HarvestPolicy.Observation observation)
    {
        using DisposeScope scope = NewDisposeScope();
        HarvestPolicy.Actions actions = ours.Act(observation, new RandomStream(seed: 1)).Actions;
        (Tensor logProb, Tensor entropy, Tensor value) = ours.Evaluate(observation, actions);
        (Tensor theirLogProb, Tensor theirEntropy, Tensor theirValue) = theirs.Evaluate(observation, actions);
        Agreement.Same($"{title}: log-probabilities", logProb, theirLogProb);
        Agreement.Same($"{title}: entropies", entropy, theirEntropy);
        Agreement.Same($"{title}: values", value, theirValue);
    }
}
