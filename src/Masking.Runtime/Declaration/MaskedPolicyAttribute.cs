namespace Masking;

/// <summary>
/// Marks a partial class as the declaration of a masked policy. The partial properties of the class declare its inputs, its core and its
/// heads, and the source generator writes the rest of the class.
/// </summary>
/// <example>
/// <code>
/// ScoutPolicy policy = new();
/// RandomStream stream = new(seed: 1);
/// using ScoutPolicy.Batch batch = new(environments: 16, maxUnits: 32);
/// batch.UnitsMask(environment: 0)[3] = true;
/// using Step&lt;ScoutPolicy.Actions&gt; step = policy.Act(batch.Observation, stream);   // step.Actions.Command: (16) int64
///
/// [MaskedPolicy]
/// public sealed partial class ScoutPolicy
/// {
///     [EntityMask(features: 9)]          public partial AttentionEncoder Units { get; }
///     [ActionMask]                       public partial Head&lt;Order&gt; Command { get; }
///     [ActionMask(Over = nameof(Units), AllowEmpty = true)]
///                                        public partial PointerHead Target { get; }
///     [Value]                            public partial ValueHead Value { get; }
/// }
///
/// public enum Order { Hold, Move, Attack }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MaskedPolicyAttribute : Attribute;
