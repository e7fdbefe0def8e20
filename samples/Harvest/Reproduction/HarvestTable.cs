using Masking.Training;

namespace Masking.Samples.Harvest;

/// <summary>A table of trainings: every regime on every board size with every seed.</summary>
/// <param name="Sizes">The numbers of rows and columns of the boards.</param>
/// <param name="Regimes">The regimes.</param>
/// <param name="Seeds">The seeds.</param>
/// <param name="Steps">The length of each training in environment steps, rounded up to whole updates.</param>
public sealed record HarvestTable(IReadOnlyList<int> Sizes, IReadOnlyList<Regime> Regimes, IReadOnlyList<int> Seeds, int Steps)
{
    /// <summary>All trainings, those on small boards first.</summary>
    public IReadOnlyList<TrainingCell> Cells =>
        [.. from size in Sizes from seed in Seeds from regime in Regimes select new TrainingCell(size, regime, seed)];

    /// <summary>The settings that all trainings have in common.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings =>
        [new("steps", $"{Steps}"), .. RunSettings.FromOptions(Options(seed: 0)).Where(setting => setting.Key != nameof(PpoOptions.Seed))];

    /// <summary>
    /// The options of a training. The reported return averages over the episodes of the last update, one from each environment.
    /// </summary>
    /// <param name="seed">The seed of the training.</param>
    public static PpoOptions Options(int seed) => new() { Seed = seed, RecentEpisodes = HarvestTraining.Environments };
}
