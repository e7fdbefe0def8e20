namespace Masking.Samples.Harvest;

/// <summary>What an agent is told about what is legal.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="ActsUnder">The masks under which it acts.</param>
/// <param name="LearnsUnder">The masks under which it learns.</param>
/// <param name="Penalty">What an action that the rules do not allow earns.</param>
public sealed record Regime(
    string Name,
    Func<HarvestPolicy.Observation, HarvestPolicy.Observation> ActsUnder,
    Func<HarvestPolicy.Observation, HarvestPolicy.Observation> LearnsUnder,
    float Penalty = 0)
{
    /// <summary>All regimes, by name.</summary>
    public static IReadOnlyList<Regime> All { get; } =
    [
        new("masked", AllMasks, AllMasks),
        new("source-only", SourceMask, SourceMask),
        new("naive", AllMasks, NoMasks),
        new("none", NoMasks, NoMasks),
        new("penalty-0.01", NoMasks, NoMasks, -0.01f),
        new("penalty-0.1", NoMasks, NoMasks, -0.1f),
        new("penalty-1", NoMasks, NoMasks, -1),
    ];

    private static HarvestPolicy.Observation AllMasks(HarvestPolicy.Observation observation) => observation;

    private static HarvestPolicy.Observation SourceMask(HarvestPolicy.Observation observation) => observation with { TypeMask = null, TowardMask = null };

    private static HarvestPolicy.Observation NoMasks(HarvestPolicy.Observation observation) => SourceMask(observation) with { SourceMask = null };
}
