using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Networks;

/// <summary>The sets between which attention is computed, and the attention mask. All blocks of an encoder share it.</summary>
/// <param name="Own">The entities that are queries as well as keys.</param>
/// <param name="Others">The entities of another set, which are keys only; null without another set.</param>
/// <param name="Mask">
/// <c>(batch, 1, 1, keys)</c>, or <c>(batch, 1, queries, keys)</c> with a sight mask, bool, true = attend; null if every query attends to
/// every key. The queries are the positions of the own set; the keys are the positions of the own set, followed by those of the other set.
/// </param>
internal sealed record AttentionSets(EntityRows Own, EntityRows? Others, Tensor? Mask)
{
    /// <summary>Creates the sets and the attention mask.</summary>
    /// <param name="present"><c>(batch, entities)</c> bool, true = present.</param>
    /// <param name="sight"><c>(batch, entities, entities)</c> bool: row i states which entities of the own set are visible to entity i.
    /// Null if all present entities are.</param>
    /// <param name="othersPresent"><c>(batch, others)</c> bool: the presence mask of another set, whose present entities are visible to
    /// every entity. Null without another set.</param>
    public static AttentionSets Of(Tensor present, Tensor? sight, Tensor? othersPresent) =>
        Of(
            EntityRows.ForAttention(present),
            sight,
            othersPresent is null ? null : EntityRows.ForAttention(othersPresent));

    /// <inheritdoc cref="Of(Tensor, Tensor, Tensor)"/>
    public static AttentionSets Of(EntityRows own, Tensor? sight, EntityRows? others)
    {
        Tensor? keys = Keys(own, others)?.unsqueeze(1).unsqueeze(1);
        if (sight is null)
        {
            return new AttentionSets(own, others, keys);
        }

        Tensor visible = own.PadSight(sight);
        if (others is not null)
        {
            visible = cat([visible, ones([visible.size(0), own.Width, others.Width], ScalarType.Bool, visible.GetDevice())], 2);
        }

        visible = visible.unsqueeze(1);
        return new AttentionSets(own, others, keys is null ? visible : keys.logical_and(visible));
    }

    /// <summary><c>(batch, keys)</c> bool: the positions that contain an entity; null if all do.</summary>
    private static Tensor? Keys(EntityRows own, EntityRows? others) => (own.Filled, others?.Filled) switch
    {
        (null, null) => null,
        (Tensor filled, _) when others is null => filled,
        _ => cat([own.FilledOrOnes, others!.FilledOrOnes], 1),
    };
}
