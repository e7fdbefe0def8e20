namespace Masking;

/// <summary>
/// Marks a partial class as the declaration of a masked policy: its partial properties say what the policy sees,
/// what it thinks with and what it does, and the source generator writes the rest.
/// </summary>
/// <example>
/// <code>
/// [MaskedPolicy]
/// public sealed partial class ScoutPolicy
/// {
///     [EntityMask(features: 9)]            public partial AttentionEncoder Units { get; }
///     [ActionMask]                         public partial Head&lt;Order&gt; Command { get; }
///     [ActionMask(Over = nameof(Units))]   public partial PointerHead Target { get; }
///     [Value]                              public partial ValueHead Value { get; }
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MaskedPolicyAttribute : Attribute;
