using static TorchSharp.torch;

namespace Masking;

/// <summary>The sets that attend, and who sees whom in them: the same for all blocks of an encoder.</summary>
/// <param name="Own">The entities that ask, and are asked.</param>
/// <param name="Others">The entities of another set, which are only asked; null: there is none.</param>
/// <param name="Visible">
/// <c>(batch, 1, 1, keys)</c>, or <c>(batch, 1, queries, keys)</c> under sight, bool: true = attend; null: everyone to everyone. Queries are the places of the own set, keys these
/// and behind them those of the others.
/// </param>
internal sealed record AttendingSets(EntityRows Own, EntityRows? Others, Tensor? Visible)
{
    /// <summary>Sets under their masks.</summary>
    /// <param name="present"><c>(batch, entities)</c> bool.</param>
    /// <param name="sight"><c>(batch, entities, entities)</c> bool: row i says whom of its own set entity i sees; null: everyone present.</param>
    /// <param name="othersPresent"><c>(batch, others)</c> bool; null: there are no others. Everyone present in them is seen.</param>
    public static AttendingSets Of(Tensor present, Tensor? sight, Tensor? othersPresent)
    {
        EntityRows own = EntityRows.Of(present);
        EntityRows? others = othersPresent is null ? null : EntityRows.Of(othersPresent);
        Tensor? keys = Keys(own, others, present)?.unsqueeze(1).unsqueeze(1);
        if (sight is null)
        {
            return new AttendingSets(own, others, keys);
        }

        Tensor seen = own.PadSight(sight);
        seen = (others is null ? seen : cat([seen, ones([seen.size(0), own.Width, others.Width], ScalarType.Bool, seen.Place())], 2)).unsqueeze(1);
        return new AttendingSets(own, others, keys is null ? seen : keys.logical_and(seen));
    }

    /// <summary><c>(batch, keys)</c>: the places that are filled; null: all.</summary>
    private static Tensor? Keys(EntityRows own, EntityRows? others, Tensor present)
    {
        if (others is null)
        {
            return own.Filled;
        }

        return own.Filled is null && others.Filled is null ? null : cat([Filled(own), Filled(others)], 1);

        Tensor Filled(EntityRows set) => set.Filled ?? ones([present.size(0), set.Width], ScalarType.Bool, present.Place());
    }
}
