namespace Masking;

/// <summary>
/// Declares an action head and its action mask. The mask is bool, true = allowed. Its shape is <c>(batch, choices)</c> for the single agent
/// of an environment, and <c>(batch, entities, choices)</c> or <c>(batch, height, width, choices)</c> with <see cref="Each"/>.
/// </summary>
/// <remarks>
/// <para>For a number from an interval, the mask is a range of float32, <c>(batch, 2)</c>: the low and the high end of the legal
/// interval.</para>
/// <para>On a parameter of a record struct that a <see cref="Head{T}"/> chooses, the attribute states the number of
/// <see cref="Choices"/> of an int, or the ends <see cref="Low"/> and <see cref="High"/> of a float. It has no other effect there.</para>
/// </remarks>
/// <example>
/// A single agent with one order, and units that each move and attack another unit:
/// <code>
/// [MaskedPolicy]
/// public sealed partial class SquadPolicy
/// {
///     [EntityMask(features: 9)]                                public partial AttentionEncoder Units { get; }
///     [ActionMask(AllowEmpty = true)]                          public partial Head&lt;Order&gt; Command { get; }   // (batch, 2)
///     [ActionMask(Each = nameof(Units), Choices = 5)]          public partial Head&lt;int&gt; Move { get; }        // (batch, entities, 5)
///     [ActionMask(Each = nameof(Units), Over = nameof(Units))] public partial PointerHead Target { get; }
/// }
///
/// public enum Order { Hold, Retreat }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class ActionMaskAttribute : Attribute
{
    /// <summary>
    /// The actors of the head: the name of an <see cref="EntityMaskAttribute"/> member, whose present entities act, or of an
    /// <see cref="AgentGridAttribute"/> member, whose agents act. If null, the single agent of each environment acts.
    /// </summary>
    public string? Each { get; set; }

    /// <summary>
    /// The candidates of a <see cref="PointerHead"/> or a <see cref="SubsetHead"/>: the name of an <see cref="EntityMaskAttribute"/>
    /// member (its present entities) or of a map (its cells, with the index row · width + column).
    /// </summary>
    public string? Over { get; set; }

    /// <summary>
    /// The minimum number of picks of a <see cref="SubsetHead"/>, from 0 to <see cref="AtMost"/>. The end is masked before that many
    /// picks, unless no legal candidate is left.
    /// </summary>
    public int AtLeast { get; set; } = 1;

    /// <summary>
    /// The maximum number of picks of a <see cref="SubsetHead"/>, and the size of the last axis of its actions. Required for a
    /// <see cref="SubsetHead"/>.
    /// </summary>
    public int AtMost { get; set; }

    /// <summary>The number of choices of a <c>Head&lt;int&gt;</c> or <c>QHead&lt;int&gt;</c>, which are 0 … <c>Choices</c> - 1.</summary>
    public int Choices { get; set; }

    /// <summary>
    /// The low end of the interval of a <c>Head&lt;float&gt;</c>, or of a float parameter of a record struct. Required there, finite, and
    /// below <see cref="High"/>. It is converted to float32.
    /// </summary>
    public double Low { get; set; }

    /// <summary>The high end of the interval of a <c>Head&lt;float&gt;</c>, or of a float parameter of a record struct.</summary>
    public double High { get; set; }

    /// <summary>
    /// If true, a row of the mask without a legal choice means "no action" (-1) for the single agent. If false, such a row throws a
    /// <see cref="NoLegalActionException"/>. For an entity or a cell (<see cref="Each"/>), a component of a record struct, and a head
    /// that depends on another head, such a row always means "no action".
    /// </summary>
    public bool AllowEmpty { get; set; }

    /// <summary>
    /// How the entropies of several actors of one environment are combined: their mean, whose scale does not grow with the number of
    /// actors, or their sum, which is the entropy of the joint action. It has no effect without <see cref="Each"/>.
    /// </summary>
    public EntropyReduction EntropyReduction { get; set; }
}
