namespace Masking;

/// <summary>
/// Makes a head, or a component of a record struct, active only where another head or component chose one of the listed values.
/// Where it is inactive, its action is -1 ("no action"), and it contributes nothing to log-probability, entropy and divergence.
/// </summary>
/// <param name="head">The name of the other head, which has the same actor. On a parameter of a record struct, the name of an earlier
/// parameter.</param>
/// <param name="values">The values, at least one.</param>
/// <remarks>
/// The log-probability of both is <c>log P(a) + [a ∈ values] log C(b)</c>, and the entropy is exact: <c>H(P) + P(values) H(C)</c>. The
/// other head may itself depend on a third head.
/// </remarks>
/// <example>
/// <code>
/// [MaskedPolicy]
/// public sealed partial class ScoutPolicy
/// {
///     [Observation(12)]                                            public partial MlpEncoder Sensors { get; }
///     [ActionMask]                                                 public partial Head&lt;Order&gt; Command { get; }
///     [ActionMask, ActiveWhen(nameof(Command), Order.Move)]        public partial Head&lt;Direction&gt; Heading { get; }
/// }
///
/// public enum Order { Hold, Move }
///
/// public enum Direction { North, East, South, West }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class ActiveWhenAttribute(string head, params object[] values) : Attribute
{
    /// <summary>The name of the other head or component.</summary>
    public string Head { get; } = head;

    /// <summary>The values for which the head is active.</summary>
    public IReadOnlyList<object> Values { get; } = values;
}
