using Masking.Samples.Training;

namespace Masking.Samples.Harvest;

/// <summary>A training in MiniHarvest.</summary>
public static class HarvestTraining
{
    private const int Environments = 16;
    private const int RolloutSteps = 64;

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
    public static PpoTrainer<HarvestPolicy.Observation, HarvestPolicy.Actions, HarvestPolicy.Distribution> Begin(int size, Regime regime, PpoOptions options, int threads, bool measuresHeads = false)
    {
        ArgumentNullException.ThrowIfNull(regime);
        ArgumentNullException.ThrowIfNull(options);
        var trainer = PpoTrainer.Of(
            new HarvestPolicy(),
            ParallelEnvironments.Of(
                new HarvestPolicy.Batch(Environments, size, size),
                batch => regime.ActsUnder(batch.Observation),
                Enumerable.Range(0, Environments).Select(_ => new MiniHarvest(size, regime.Penalty)),
                options.Seed,
                threads),
            new HarvestPolicy.Rollout(RolloutSteps, Environments, size, size),
            options,
            measuresHeads ? Heads : []);
        trainer.Remembers = regime.LearnsUnder;
        return trainer;
    }
}
