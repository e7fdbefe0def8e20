namespace Masking;

/// <summary>The kind of an input.</summary>
public enum InputKind
{
    /// <summary>A vector: an <see cref="ObservationAttribute"/> with one size.</summary>
    Vector,

    /// <summary>A map: an <see cref="ObservationAttribute"/> with channels, height and width.</summary>
    Map,

    /// <summary>A set of entities with a presence mask: an <see cref="EntityMaskAttribute"/>.</summary>
    Entities,

    /// <summary>A map with an agent mask: an <see cref="AgentGridAttribute"/>.</summary>
    AgentMap,
}
