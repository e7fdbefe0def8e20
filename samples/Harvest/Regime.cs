namespace Masking.Samples.Harvest;

/// <summary>The masks or penalties that an agent is trained with.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="TransformForActing">Removes the masks that the policy does not act under from an observation.</param>
/// <param name="TransformForLearning">Removes the masks that the policy does not learn under from an observation.</param>
/// <param name="Penalty">The penalty of an illegal action: 0 or less.</param>
public sealed record Regime(
    string Name,
    Func<HarvestPolicy.Observation, HarvestPolicy.Observation> TransformForActing,
    Func<HarvestPolicy.Observation, HarvestPolicy.Observation> TransformForLearning,
    float Penalty = 0)
{
    /// <summary>Acts and learns under all masks.</summary>
    public static Regime Masked { get; } = new("masked", AllMasks, AllMasks);

    /// <summary>Acts under all masks, but learns without them.</summary>
    public static Regime Naive { get; } = new("naive", AllMasks, NoMasks);

    /// <summary>Acts and learns without masks.</summary>
    public static Regime None { get; } = new("none", NoMasks, NoMasks);

    /// <summary>All regimes.</summary>
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

    /// <summary>Returns the regime with a name.</summary>
    /// <param name="name">The name of one of <see cref="All"/>.</param>
    public static Regime FromName(string name) => All.Single(regime => regime.Name == name);

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
