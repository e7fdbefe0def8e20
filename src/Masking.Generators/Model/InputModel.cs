using Masking.Generators.Naming;

namespace Masking.Generators.Model;

/// <summary>The kind of an input.</summary>
internal enum InputKind
{
    /// <summary>A vector, encoded by a VectorEncoder.</summary>
    Vector,

    /// <summary>A map, encoded by a GridEncoder.</summary>
    Map,

    /// <summary>A set of entities with a presence mask.</summary>
    Entities,

    /// <summary>A map with an agent mask.</summary>
    AgentMap,
}

/// <summary>An input of the policy.</summary>
/// <param name="Member">The declared member.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Arguments">The arguments for the constructor of its encoder.</param>
/// <param name="Shape">The shape of its tensor: <c>(batch, entities, 9)</c>.</param>
/// <param name="PresenceShape">The shape of its presence or agent mask; null if it has none.</param>
/// <param name="SightShape">The shape of its sight mask; null if it has none.</param>
internal sealed record InputModel(
    MemberModel Member, InputKind Kind, string Arguments, string Shape, string? PresenceShape, string? SightShape)
{
    /// <summary>The indices of other sets whose entities its own attend to.</summary>
    public EquatableArray<int> AttendsTo { get; init; }

    /// <summary>Whether only the value reads it.</summary>
    public bool IsForValueAlone { get; init; }

    public string Presence => Member.Name + GeneratedNames.MaskSuffix;

    public string Sight => Member.Name + GeneratedNames.SightSuffix;
}
