using Masking.Samples.MicroRts.Engine;

namespace Masking.Samples.MicroRts.Players;

/// <summary>What a unit walks to.</summary>
internal enum Goal
{
    /// <summary>A unit of the opponent.</summary>
    Enemy,

    /// <summary>A deposit.</summary>
    Resource,

    /// <summary>A stockpile of its own player.</summary>
    Stockpile,
}

/// <summary>Tells which units a goal means.</summary>
internal static class GoalExtensions
{
    /// <summary>Whether a unit is such a goal for a player.</summary>
    public static bool Includes(this Goal goal, in Unit unit, int player, UnitTypes types) => goal switch
    {
        Goal.Enemy => unit.Player == 1 - player,
        Goal.Resource => types[unit.Kind].IsResource,
        _ => unit.Player == player && types[unit.Kind].IsStockpile,
    };
}
