namespace Masking;

/// <summary>
/// A set of entities <c>(batch, entities, features)</c> with its presence mask <c>(batch, entities)</c>, bool,
/// true = exists and is visible. The number of entities may differ from batch to batch.
/// </summary>
/// <param name="features">Numbers per entity, at least 1.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EntityMaskAttribute(int features) : Attribute
{
    /// <summary>Numbers per entity.</summary>
    public int Features { get; } = features;

    /// <summary>
    /// Adds a sight mask <c>(batch, entities, entities)</c> to the observation: row <c>i</c> says whom entity <c>i</c> sees.
    /// </summary>
    public bool Pairwise { get; set; }
}
