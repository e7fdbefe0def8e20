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
/// <param name="Kind">The kind of the input.</param>
/// <param name="Arguments">The arguments for the constructor of the encoder.</param>
/// <param name="Shape">The shape of the tensor: <c>(batch, entities, 9)</c>.</param>
/// <param name="PresenceShape">The shape of the presence or agent mask; null if there is none.</param>
/// <param name="SightShape">The shape of the sight mask; null if there is none.</param>
internal sealed record InputModel(
    MemberModel Member, InputKind Kind, string Arguments, string Shape, string? PresenceShape, string? SightShape)
{
    /// <summary>The features; for a map the channels, height and width, where 0 differs from batch to batch.</summary>
    public EquatableArray<int> Size { get; init; }

    /// <summary>The indices of other sets whose entities its own attend to.</summary>
    public EquatableArray<int> AttendsTo { get; init; }

    /// <summary>Whether only the value reads it.</summary>
    public bool IsForValueAlone { get; init; }

    public string Presence => Member.Name + GeneratedNames.MaskSuffix;

    public string Sight => Member.Name + GeneratedNames.SightSuffix;
}
