namespace Masking;

/// <summary>
/// The entities of an <see cref="EntityMaskAttribute"/> member attend to the present entities of other sets and of their own, in one
/// attention. Every set keeps its own embedding, which is what the others see of it: two sets may name each other. Entities of other sets
/// are seen by everyone; a sight mask says who of the own set is.
/// </summary>
/// <param name="others">The names of the other sets, at least one. All are <see cref="AttentionEncoder"/>s of the same width.</param>
/// <remarks>
/// The masked attention over all kinds of entities of Baker et al. 2020, "Emergent Tool Use From Multi-Agent Autocurricula".
/// </remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AttendsToAttribute(params string[] others) : Attribute
{
    /// <summary>The names of the other sets.</summary>
    public IReadOnlyList<string> Others { get; } = others;
}
