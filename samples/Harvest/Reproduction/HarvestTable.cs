using Masking.Samples.Training;

namespace Masking.Samples.Harvest;

/// <summary>What is compared: every regime on every size, with every seed.</summary>
/// <param name="Sizes">Rows and columns of the boards.</param>
/// <param name="Regimes">What the agents are told.</param>
/// <param name="Seeds">The seeds.</param>
/// <param name="Steps">How long each training takes, in environment steps; rounded up to whole updates.</param>
public sealed record HarvestTable(IReadOnlyList<int> Sizes, IReadOnlyList<Regime> Regimes, IReadOnlyList<int> Seeds, int Steps)
{
    /// <summary>All trainings, the short ones first.</summary>
    public IReadOnlyList<Cell> Cells =>
        [.. from size in Sizes from seed in Seeds from regime in Regimes select new Cell(size, regime, seed)];

    /// <summary>What all trainings have in common, in words that can be compared.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings =>
        [new("steps", $"{Steps}"), .. Training.Settings.Of(Options(seed: 0)).Where(setting => setting.Key != nameof(PpoOptions.Seed))];

    /// <summary>
    /// The settings of a training. The return that it reports is that of the episodes that ended with the last update: one of each world.
    /// </summary>
    /// <param name="seed">Its seed.</param>
    public static PpoOptions Options(int seed) => new() { Seed = seed, RecentEpisodes = HarvestTraining.Environments };
}
