namespace Masking;

/// <summary>
/// Lets the entities of an <see cref="EntityMaskAttribute"/> member attend to the present entities of other sets as well as of their own
/// set, in one attention.
/// </summary>
/// <param name="others">The names of the other sets, at least one. All sets use an <see cref="AttentionEncoder"/> of the same
/// width.</param>
/// <remarks>
/// <para>Every set has its own embedding, and other sets attend to that embedding. Two sets can therefore name each other. The entities of
/// other sets are visible to every entity; a sight mask restricts only the entities of the own set.</para>
/// <para>This is the masked attention over all kinds of entities of Baker et al. 2020, "Emergent Tool Use From Multi-Agent
/// Autocurricula".</para>
/// </remarks>
/// <example>
/// <code>
/// [MaskedPolicy]
/// public sealed partial class HiderPolicy
/// {
///     [EntityMask(features: 9, Pairwise = true), AttendsTo(nameof(Boxes))] public partial AttentionEncoder Agents { get; }
///     [EntityMask(features: 7)]                                            public partial AttentionEncoder Boxes { get; }
///     [ActionMask(Each = nameof(Agents), Choices = 9)]                     public partial Head&lt;int&gt; Move { get; }
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AttendsToAttribute(params string[] others) : Attribute
{
    /// <summary>The names of the other sets.</summary>
    public IReadOnlyList<string> Others { get; } = others;
}
