using Masking.Samples.MicroRts.Engine;
using Masking.Training;

namespace Masking.Samples.MicroRts.Players;

/// <summary>
/// A player whose units follow fixed rules, one after the other. The first worker harvests, all units attack enemies within range, and
/// units without a task move at random.
/// </summary>
public abstract class Rush : IPlayer
{
    private readonly Plan _plan = new();

    /// <inheritdoc/>
    public void ChooseOrders(GameState state, int player, RandomNumbers random, OrderList orders)
    {
        _plan.Begin(state, player, random, orders);
        bool needsHarvester = Exists(state, player, Goal.Resource) && Exists(state, player, Goal.Stockpile);
        for (int i = 0; i < state.Units.Length; i++)
        {
            ref readonly Unit unit = ref state.Units[i];
            if (unit.Player != player)
            {
                continue;
            }

            bool isHarvester = needsHarvester && state.Types[unit.Kind].CanHarvest;
            needsHarvester &= !isHarvester;
            if (!unit.IsBusy && !_plan.TryAttack(i) && !TryOrder(_plan, state, i, isHarvester) && !_plan.TryStepAside(i))
            {
                _plan.Wait(i);
            }
        }
    }

    /// <summary>Gives an order to a unit that has no action and no enemy within range.</summary>
    /// <param name="plan">Receives the order.</param>
    /// <param name="state">The state.</param>
    /// <param name="unit">The index of the unit.</param>
    /// <param name="isHarvester">Whether it is the worker that harvests.</param>
    /// <returns>Whether there was something to do.</returns>
    private protected abstract bool TryOrder(Plan plan, GameState state, int unit, bool isHarvester);

    private static bool Exists(GameState state, int player, Goal goal)
    {
        foreach (ref readonly Unit unit in state.Units)
        {
            if (goal.Includes(unit, player, state.Types))
            {
                return true;
            }
        }

        return false;
    }
}
