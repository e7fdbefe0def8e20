using Masking.Samples.MicroRts.Engine;
using Masking.Training;

namespace Masking.Samples.MicroRts.Players;

/// <summary>Chooses among the legal actions of each unit at random. Waiting is one of them.</summary>
/// <param name="bias">How many times as likely as each other action an attack, a harvest and a return are.</param>
public sealed class RandomPlayer(int bias) : IPlayer
{
    /// <summary>The types of actions from <see cref="ActionType.Move"/> on.</summary>
    private static readonly (ActionType Type, bool IsFavored)[] Types =
    [
        (ActionType.Move, false),
        (ActionType.Harvest, true),
        (ActionType.Return, true),
        (ActionType.Produce, false),
        (ActionType.Attack, true),
    ];

    /// <inheritdoc/>
    public void ChooseOrders(GameState state, int player, RandomNumbers random, OrderList orders)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(orders);
        for (int i = 0; i < state.Units.Length; i++)
        {
            ref readonly Unit unit = ref state.Units[i];
            if (unit.Player == player && !unit.IsBusy)
            {
                orders.Add(unit, Choose(state.LegalActionsOf(i), unit, random));
            }
        }
    }

    private UnitAction Choose(LegalActions legal, in Unit unit, RandomNumbers random)
    {
        int total = 1;
        foreach ((ActionType type, bool isFavored) in Types)
        {
            total += legal.Count(type) * WeightOf(isFavored);
        }

        int drawn = total == 1 ? 0 : random.Next(total);
        foreach ((ActionType type, bool isFavored) in Types)
        {
            int weight = WeightOf(isFavored);
            int share = legal.Count(type) * weight;
            if (drawn < share)
            {
                return legal.ActionAt(type, drawn / weight, unit);
            }

            drawn -= share;
        }

        return UnitAction.None(ScriptedPlayers.WaitingTime);
    }

    private int WeightOf(bool isFavored) => isFavored ? bias : 1;
}
