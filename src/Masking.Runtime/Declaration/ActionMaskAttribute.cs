namespace Masking;

/// <summary>
/// An action head and its legality mask, bool, true = allowed: <c>(batch, choices)</c> for the one agent,
/// <c>(batch, entities, choices)</c> or <c>(batch, height, width, choices)</c> with <see cref="Each"/>.
/// </summary>
/// <remarks>
/// On an int parameter of a record struct that is chosen it says how many <see cref="Choices"/> there are, and nothing else.
/// </remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class ActionMaskAttribute : Attribute
{
    /// <summary>
    /// Who acts: the name of an <see cref="EntityMaskAttribute"/> member (every present entity) or of an
    /// <see cref="AgentGridAttribute"/> member (every agent on the grid). The one agent of the environment when left out.
    /// </summary>
    public string? Each { get; set; }

    /// <summary>
    /// Among what a <see cref="PointerHead"/> points, or a <see cref="SubsetHead"/> picks: the name of an <see cref="EntityMaskAttribute"/>
    /// member (its present entities) or of a map (its cells, numbered row by row).
    /// </summary>
    public string? Over { get; set; }

    /// <summary>
    /// The least picks of a <see cref="SubsetHead"/>, 0 to <see cref="AtMost"/>: the end is masked before. Where fewer are left, the end
    /// comes with the last.
    /// </summary>
    public int AtLeast { get; set; } = 1;

    /// <summary>The most picks of a <see cref="SubsetHead"/>, which needs it: the size of the last axis of its actions.</summary>
    public int AtMost { get; set; }

    /// <summary>The number of choices of a <c>Head&lt;int&gt;</c> or <c>QHead&lt;int&gt;</c>, which are 0 … <c>Choices</c> - 1.</summary>
    public int Choices { get; set; }

    /// <summary>A row without a legal choice is "no action" (-1) and not an error.</summary>
    public bool AllowEmpty { get; set; }

    /// <summary>
    /// How the entropies of many actors become one number: their mean, so that its scale does not grow with their number, or their sum,
    /// which is that of the joint action. Without <see cref="Each"/> there is one actor and both are the same.
    /// </summary>
    public EntropyReduction EntropyReduction { get; set; }
}
