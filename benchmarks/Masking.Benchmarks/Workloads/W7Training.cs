using Masking.Benchmarks.Baselines.Seed;
using Masking.Benchmarks.Comparing;
using Masking.Samples.QuickStart;
using Masking.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Workloads;

internal sealed class W7Training : IWorkload
{
    private const int Environments = 16;

    /// <summary>The steps of each environment before an update.</summary>
    public const int RolloutSteps = 64;

    public string Name => "W7";

    public string Description =>
        $"training: {Environments * RolloutSteps} environment steps of PPO; the baseline differs only in its heads";

    public void Compare(Scoreboard board)
    {
        manual_seed(1);
        HarvestPolicy ours = new();
        SeedHarvestPolicy theirs = new(ours.named_parameters().ToDictionary(each => each.name, Tensor (each) => each.parameter));
        using IVectorEnvironment<HarvestPolicy.Observation, HarvestPolicy.Actions> environments = CreateEnvironments(Environments);
        RequireSame($"{Name} train", ours, theirs, environments.Observe());

        // A trainer disposes its policy and its environments.
        using ITrainer trainer = CreateTrainer(ours, Environments, threads: 1);
        using ITrainer seedTrainer = CreateTrainer(theirs, Environments, threads: 1);
        string title = $"{Name} train {Environments * RolloutSteps} steps";
        board.ReportSpeedup(title, "seed", target: 2, TimeUpdate(trainer), TimeUpdate(seedTrainer));
    }

    /// <summary>Times an update: a rollout, and learning from it.</summary>
    /// <param name="trainer">The trainer. The caller keeps ownership.</param>
    public static Timed TimeUpdate(ITrainer trainer) => Timing.Of(() => trainer.Update(CancellationToken.None));

    /// <summary>Creates a trainer.</summary>
    /// <param name="policy">The policy. The trainer takes ownership.</param>
    /// <param name="environments">The number of environments.</param>
    /// <param name="threads">The maximum number of threads that learn.</param>
    public static ITrainer CreateTrainer<TDistribution>(
        MaskedPolicy<HarvestPolicy.Observation, HarvestPolicy.Actions, TDistribution> policy, int environments, int threads)
        where TDistribution : IPolicyDistribution<TDistribution, HarvestPolicy.Actions> =>
        PpoTrainer.Of(
            policy,
            CreateEnvironments(environments),
            new HarvestPolicy.Rollout(RolloutSteps, environments),
            new PpoOptions(),
            threads);

    private static ParallelEnvironments<HarvestPolicy.Batch, HarvestPolicy.Observation, HarvestPolicy.Actions> CreateEnvironments(
        int environments) =>
        ParallelEnvironments.Of(
            new HarvestPolicy.Batch(environments),
            batch => batch.Observation,
            Enumerable.Range(0, environments).Select(_ => new MiniHarvest()),
            seed: 1,
            threads: 1
        );

    private static void RequireSame(string title, HarvestPolicy ours, SeedHarvestPolicy theirs, HarvestPolicy.Observation observation)
    {
        using DisposeScope scope = NewDisposeScope();
        HarvestPolicy.Actions actions = ours.Act(observation, new RandomStream(seed: 1)).Actions;
        (Tensor logProb, Tensor entropy, Tensor value) = ours.Evaluate(observation, actions);
        (Tensor theirLogProb, Tensor theirEntropy, Tensor theirValue) = theirs.Evaluate(observation, actions);
        Agreement.RequireClose($"{title}: log-probabilities", logProb, theirLogProb);
        Agreement.RequireClose($"{title}: entropies", entropy, theirEntropy);
        Agreement.RequireClose($"{title}: values", value, theirValue);
    }
}
