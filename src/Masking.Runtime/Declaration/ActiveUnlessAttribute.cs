namespace Masking;

/// <summary>
/// Makes a head, or a component of a record struct, active only where another head or component chose something other than the listed
/// values. It is the complement of <see cref="ActiveWhenAttribute"/>, for conditions with few exceptions.
/// </summary>
/// <param name="head">The name of the other head, which has the same actor. On a parameter of a record struct, the name of an earlier
/// parameter.</param>
/// <param name="values">The values for which this head is inactive: at least one, but not all.</param>
/// <remarks>
/// Where the other head takes no action, this head takes none either. Log-probability and entropy are those of
/// <see cref="ActiveWhenAttribute"/> with all values that are not listed.
/// </remarks>
/// <example>
/// Every order except Hold has a target:
/// <code>
/// [MaskedPolicy]
/// public sealed partial class WingPolicy
/// {
///     [EntityMask(features: 9)]           public partial AttentionEncoder Units { get; }
///     [ActionMask]                        public partial Head&lt;Order&gt; Command { get; }
///     [ActionMask(Over = nameof(Units)), ActiveUnless(nameof(Command), Order.Hold)]
///                                         public partial PointerHead Target { get; }
/// }
///
/// public enum Order { Hold, Escort, Attack, Retreat }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class ActiveUnlessAttribute(string head, params object[] values) : Attribute
{
    /// <summary>The name of the other head or component.</summary>
    public string Head { get; } = head;

    /// <summary>The values for which the head is inactive.</summary>
    public IReadOnlyList<object> Values { get; } = values;
}
