namespace Masking;

/// <summary>
/// Declares a set of entities <c>(batch, entities, features)</c> and its presence mask <c>(batch, entities)</c>, bool, true = the entity
/// exists and is visible. The number of entities may differ from batch to batch.
/// </summary>
/// <param name="features">The number of features of each entity, at least 1.</param>
/// <example>
/// <code>
/// [MaskedPolicy]
/// public sealed partial class HealerPolicy
/// {
///     [EntityMask(features: 9)]           public partial AttentionEncoder Allies { get; }
///     [EntityMask(features: 6)]           public partial DeepSetEncoder Enemies { get; }
///     [ActionMask(Over = nameof(Allies))] public partial PointerHead Patient { get; }
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EntityMaskAttribute(int features) : Attribute
{
    /// <summary>The number of features of each entity.</summary>
    public int Features { get; } = features;

    /// <summary>
    /// If true, the observation has an additional sight mask <c>(batch, entities, entities)</c>, bool. Row <c>i</c> states which entities
    /// are visible to entity <c>i</c>.
    /// </summary>
    public bool Pairwise { get; set; }
}
