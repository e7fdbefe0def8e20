using Masking.Samples.QuickStart;
using Masking.Samples.Training;
using Trainer = Masking.Samples.Training.PpoTrainer<
    Masking.Samples.Harvest.HarvestPolicy.Observation,
    Masking.Samples.Harvest.HarvestPolicy.Actions,
    Masking.Samples.Harvest.HarvestPolicy.Distribution
>;
using Worlds = Masking.Samples.Training.IEnvironments<
    Masking.Samples.Harvest.HarvestPolicy.Observation,
    Masking.Samples.Harvest.HarvestPolicy.Actions
>;

namespace Masking.Samples.Harvest;

/// <summary>A training in MiniHarvest.</summary>
public static class HarvestTraining
{
    /// <summary>Worlds that step together. Each ends one episode in an update.</summary>
    public const int Environments = 16;

    private const int RolloutSteps = HarvestField.EpisodeSteps;

    /// <summary>The heads, for their clip fractions.</summary>
    private static readonly ActionPart<HarvestPolicy.Distribution, HarvestPolicy.Actions>[] Heads =
    [
        new("source", (distribution, actions) => distribution.SourceLogProb(actions)),
        new("type", (distribution, actions) => distribution.TypeLogProb(actions)),
        new("toward", (distribution, actions) => distribution.TowardLogProb(actions)),
    ];

    /// <summary>A trainer that has not begun.</summary>
    /// <param name="size">Rows and columns of the board.</param>
    /// <param name="regime">What the agent is told.</param>
    /// <param name="options">The settings.</param>
    /// <param name="threads">The most threads that step the worlds.</param>
    /// <param name="measuresHeads">Whether the clip fraction of each head is measured.</param>
    public static Trainer Begin(int size, Regime regime, PpoOptions options, int threads, bool measuresHeads = false) =>
        Begin(new HarvestPolicy(), size, regime, options, threads, measuresHeads);

    /// <summary>A trainer of a policy that has not learned yet. It disposes the policy when it is disposed.</summary>
    /// <param name="policy">What learns.</param>
    /// <param name="size">Rows and columns of the board.</param>
    /// <param name="regime">What the agent is told.</param>
    /// <param name="options">The settings.</param>
    /// <param name="threads">The most threads that step the worlds.</param>
    /// <param name="measuresHeads">Whether the clip fraction of each head is measured.</param>
    public static Trainer Begin(HarvestPolicy policy, int size, Regime regime, PpoOptions options, int threads, bool measuresHeads = false)
    {
        ArgumentNullException.ThrowIfNull(regime);
        ArgumentNullException.ThrowIfNull(options);
        Trainer trainer = PpoTrainer.Of(
            policy,
            Begin(size, regime, options.Seed, threads),
            new HarvestPolicy.Rollout(RolloutSteps, Environments, size, size),
            options,
            measuresHeads ? Heads : []);
        trainer.Remembers = regime.LearnsUnder == regime.ActsUnder ? null : regime.LearnsUnder;
        return trainer;
    }

    /// <summary>Plays without learning, each action drawn from the policy.</summary>
    /// <param name="policy">Who plays; it stays as it is.</param>
    /// <param name="size">Rows and columns of the board.</param>
    /// <param name="regime">What the policy is told, whatever it was told when it learned.</param>
    /// <param name="seed">The seed of what is drawn.</param>
    /// <param name="episodesPerWorld">The episodes of each of the <see cref="Environments"/> worlds.</param>
    /// <returns>The undiscounted returns, penalties left out.</returns>
    public static IReadOnlyList<double> Play(HarvestPolicy policy, int size, Regime regime, int seed, int episodesPerWorld)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(regime);
        using Worlds worlds = Begin(size, regime, seed, threads: 1);
        RandomStream stream = new(seed);
        return Episodes.Returns(worlds, observation => policy.Act(observation, stream).Actions, episodesPerWorld);
    }

    private static Worlds Begin(int size, Regime regime, int seed, int threads) => ParallelEnvironments.Of(
        new HarvestPolicy.Batch(Environments, size, size),
        batch => regime.ActsUnder(batch.Observation),
        Enumerable.Range(0, Environments).Select(_ => new MiniHarvest(size, regime.Penalty)),
        seed,
        threads);
}
