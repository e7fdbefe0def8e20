using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Networks;

/// <summary>The sets that attend, and who sees whom in them: the same for all blocks of an encoder.</summary>
/// <param name="Own">The entities that ask, and are asked.</param>
/// <param name="Others">The entities of another set, which are only asked; null: there is none.</param>
/// <param name="Visible">
/// <c>(batch, 1, 1, keys)</c>, or <c>(batch, 1, queries, keys)</c> under sight, bool: true = attend; null: everyone to everyone. Queries
/// are the places of the own set, keys these and behind them those of the others.
/// </param>
internal sealed record AttendingSets(EntityRows Own, EntityRows? Others, Tensor? Visible)
{
    /// <summary>Sets that attend.</summary>
    /// <param name="present"><c>(batch, entities)</c> bool.</param>
    /// <param name="sight"><c>(batch, entities, entities)</c> bool: row i says whom of its own set entity i sees; null: everyone
    /// present.</param>
    /// <param name="othersPresent"><c>(batch, others)</c> bool: another set, in which everyone present is seen; null: there is
    /// none.</param>
    public static AttendingSets Of(Tensor present, Tensor? sight, Tensor? othersPresent) =>
        Of(EntityRows.Of(present), sight, othersPresent is null ? null : EntityRows.Of(othersPresent));

    /// <inheritdoc cref="Of(Tensor, Tensor, Tensor)"/>
    public static AttendingSets Of(EntityRows own, Tensor? sight, EntityRows? others)
    {
        Tensor? keys = Keys(own, others)?.unsqueeze(1).unsqueeze(1);
        if (sight is null)
        {
            return new AttendingSets(own, others, keys);
        }

        Tensor seen = own.PadSight(sight);
        seen = (
            others is null ? seen : cat([seen, ones([seen.size(0), own.Width, others.Width], ScalarType.Bool, seen.GetDevice())], 2)
        ).unsqueeze(1);
        return new AttendingSets(own, others, keys is null ? seen : keys.logical_and(seen));
    }

    /// <summary><c>(batch, keys)</c> bool: the places that are filled; null: all.</summary>
    private static Tensor? Keys(EntityRows own, EntityRows? others) => (own.Filled, others?.Filled) switch
    {
        (null, null) => null,
        (Tensor filled, _) when others is null => filled,
        _ => cat([own.FilledOrAll, others!.FilledOrAll], 1),
    };
}
