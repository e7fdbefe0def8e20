namespace Masking.Policies.Tests.Systems;

/// <summary>Forces along two axes and around the third, in eleven steps each, and whether to grab and to lock what is in front.</summary>
public readonly record struct Effort(
    [ActionMask(Choices = 11)] int X,
    [ActionMask(Choices = 11)] int Y,
    [ActionMask(Choices = 11)] int Turn,
    bool Grab,
    bool Lock);

/// <summary>
/// Every agent attends to the agents that it sees, to boxes and to ramps, and acts: Baker et al. 2020, "Emergent Tool Use From Multi-Agent
/// Autocurricula". The value also uses entities that agents do not see.
/// </summary>
[MaskedPolicy]
public sealed partial class HideAndSeek
{
    [EntityMask(features: 10, Pairwise = true), AttendsTo(nameof(Boxes), nameof(Ramps))]
    public partial AttentionEncoder Agents { get; }

    [EntityMask(features: 9), AttendsTo(nameof(Agents))]
    public partial AttentionEncoder Boxes { get; }

    [EntityMask(features: 8)]
    public partial AttentionEncoder Ramps { get; }

    /// <summary>All entities, including unseen ones.</summary>
    [EntityMask(features: 12)]
    public partial AttentionEncoder Everything { get; }

    [Core(64)]
    public partial MlpCore Core { get; }

    [ActionMask(Each = nameof(Agents))]
    public partial Head<Effort> Efforts { get; }

    [Value(Sees = [nameof(Everything)])]
    public partial ValueHead Value { get; }
}
