using Masking.Samples.MicroRts.Engine;

namespace Masking.Samples.MicroRts.Players;

/// <summary>
/// One worker harvests. It builds barracks as soon as they can be paid for, which produce light units all the time. All other units
/// attack the nearest enemy, or harvest if they reach none.
/// </summary>
public sealed class LightRush : Rush
{
    private protected override bool TryOrder(Plan plan, GameState state, int unit, bool isHarvester)
    {
        ref readonly Unit actor = ref state.Units[unit];
        return plan.TryProduce(unit, UnitKind.Light)
            || (!Has(state, actor.Player, UnitKind.Worker) && plan.TryProduce(unit, UnitKind.Worker))
            || (!Has(state, actor.Player, UnitKind.Barracks) && plan.TryProduce(unit, UnitKind.Barracks))
            || (!isHarvester && plan.TryApproach(unit, Goal.Enemy))
            || plan.TryGather(unit);
    }

    /// <summary>Whether a player has a unit of a kind, or produces one.</summary>
    private static bool Has(GameState state, int player, UnitKind kind)
    {
        foreach (ref readonly Unit unit in state.Units)
        {
            if (unit.Player == player && unit.Kind == kind)
            {
                return true;
            }
        }

        foreach (ref readonly Assignment assignment in state.Assignments)
        {
            if (assignment.Action.Product == kind && state.Units[assignment.Unit].Player == player)
            {
                return true;
            }
        }

        return false;
    }
}
