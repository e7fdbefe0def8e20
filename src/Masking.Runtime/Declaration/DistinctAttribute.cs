namespace Masking;

/// <summary>
/// Makes the actors of a <see cref="PointerHead"/> with <c>Each</c> choose different candidates. They choose in the order of their index,
/// and an actor cannot choose a candidate that an earlier actor of the same environment chose. An actor for which nothing is left takes no
/// action.
/// </summary>
/// <remarks>
/// <para>The mask of an actor is the declared one without the candidates that earlier actors chose. The log-probability of the joint action
/// is <c>Σ log p(a_i | a_1 … a_{i-1})</c>, and is computed in one pass. An action that repeats the choice of an earlier actor has
/// log-probability -inf. Actors for which the head is inactive choose nothing.</para>
/// <para>Entropy and divergence are conditional on the given actions: an unbiased estimate if the actions are samples of the
/// distribution. The order of the actors matters: an earlier one has more to choose from.</para>
/// </remarks>
/// <example>
/// Every vehicle drives to another customer:
/// <code>
/// [MaskedPolicy]
/// public sealed partial class DispatchPolicy
/// {
///     [EntityMask(features: 4)]   public partial AttentionEncoder Vehicles { get; }
///     [EntityMask(features: 3)]   public partial AttentionEncoder Customers { get; }
///     [ActionMask(Each = nameof(Vehicles), Over = nameof(Customers)), Distinct]
///                                 public partial PointerHead Destination { get; }     // mask (batch, vehicles, customers)
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DistinctAttribute : Attribute;
