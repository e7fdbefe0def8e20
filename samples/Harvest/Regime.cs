namespace Masking.Samples.Harvest;

/// <summary>What an agent is told about what is legal.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="ActsUnder">The masks under which it acts.</param>
/// <param name="LearnsUnder">The masks under which it learns.</param>
/// <param name="Penalty">What an action that the rules do not allow costs: 0 or less.</param>
public sealed record Regime(
    string Name,
    Func<HarvestPolicy.Observation, HarvestPolicy.Observation> ActsUnder,
    Func<HarvestPolicy.Observation, HarvestPolicy.Observation> LearnsUnder,
    float Penalty = 0)
{
    /// <summary>Told everything.</summary>
    public static Regime Masked { get; } = new("masked", AllMasks, AllMasks);

    /// <summary>Drawn under the masks, with the gradient of the policy without them.</summary>
    public static Regime Naive { get; } = new("naive", AllMasks, NoMasks);

    /// <summary>Told nothing.</summary>
    public static Regime None { get; } = new("none", NoMasks, NoMasks);

    /// <summary>All regimes, by name.</summary>
    public static IReadOnlyList<Regime> All { get; } =
    [
        Masked,
        new("source-only", SourceMask, SourceMask),
        Naive,
        None,
        new("penalty-0.01", NoMasks, NoMasks, -0.01f),
        new("penalty-0.1", NoMasks, NoMasks, -0.1f),
        new("penalty-1", NoMasks, NoMasks, -1),
    ];

    /// <summary>The regime of a name.</summary>
    /// <param name="name">One of those of <see cref="All"/>.</param>
    public static Regime Of(string name) => All.Single(regime => regime.Name == name);

    private static HarvestPolicy.Observation AllMasks(HarvestPolicy.Observation observation) => observation;

    private static HarvestPolicy.Observation SourceMask(HarvestPolicy.Observation observation) =>
        observation with
        {
            TypeMask = null,
            TowardMask = null,
        };

    private static HarvestPolicy.Observation NoMasks(HarvestPolicy.Observation observation) =>
        SourceMask(observation) with
        {
            SourceMask = null,
        };
}
