namespace Masking.Generators.Model;

/// <summary>What kind of input a member is.</summary>
internal enum InputKind
{
    /// <summary>A vector for a VectorEncoder.</summary>
    Vector,

    /// <summary>A map for a GridEncoder.</summary>
    Map,

    /// <summary>A set with its presence mask.</summary>
    Entities,

    /// <summary>A map with its agent mask.</summary>
    AgentMap,
}

/// <summary>Something that the policy sees.</summary>
/// <param name="Member">The declared member.</param>
/// <param name="Kind">What kind of input it is.</param>
/// <param name="Arguments">The arguments of its part's constructor.</param>
/// <param name="Shape">The shape of its tensor, in words.</param>
/// <param name="PresenceShape">The shape of its presence or agent mask, in words; null where it has none.</param>
/// <param name="SightShape">The shape of its sight mask, in words; null where it has none.</param>
internal sealed record InputModel(
    MemberModel Member, InputKind Kind, string Arguments, string Shape, string? PresenceShape, string? SightShape)
{
    /// <summary>The inputs whose entities its own attend to, too.</summary>
    public EquatableArray<int> AttendsTo { get; init; }

    /// <summary>Whether only the value sees it, and not the policy.</summary>
    public bool IsForValueAlone { get; init; }

    public string Presence => Member.Name + "Mask";

    public string Sight => Member.Name + "Sight";
}
