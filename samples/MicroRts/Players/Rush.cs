using Masking.Samples.MicroRts.Engine;
using Masking.Training;

namespace Masking.Samples.MicroRts.Players;

/// <summary>A player whose units follow fixed rules, one after the other. Units without a task move at random.</summary>
public abstract class Rush : IPlayer
{
    private readonly Plan _plan = new();

    /// <inheritdoc/>
    public void ChooseOrders(GameState state, int player, RandomNumbers random, OrderList orders)
    {
        _plan.Begin(state, player, random, orders);
        bool canGather = Exists(state, player, Goal.Resource) && Exists(state, player, Goal.Stockpile);
        int harvesters = canGather ? Harvesters : 0;
        for (int i = 0; i < state.Units.Length; i++)
        {
            ref readonly Unit unit = ref state.Units[i];
            if (unit.Player != player)
            {
                continue;
            }

            bool isHarvester = state.Types[unit.Kind].CanHarvest && harvesters-- > 0;
            if (!unit.IsBusy && !TryOrder(_plan, state, i, isHarvester) && !_plan.TryStepAside(i))
            {
                _plan.Wait(i);
            }
        }
    }

    /// <summary>How many workers harvest. The others attack.</summary>
    private protected abstract int Harvesters { get; }

    /// <summary>Gives an order to a unit without an action.</summary>
    /// <param name="plan">Receives the order.</param>
    /// <param name="state">The state.</param>
    /// <param name="unit">The index of the unit.</param>
    /// <param name="isHarvester">Whether it harvests.</param>
    /// <returns>Whether there was something to do.</returns>
    private protected abstract bool TryOrder(Plan plan, GameState state, int unit, bool isHarvester);

    /// <summary>Attacks, or moves towards the nearest enemy.</summary>
    private protected static bool TryFight(Plan plan, int unit) => plan.TryAttack(unit) || plan.TryApproach(unit, Goal.Enemy);

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
