using Masking.Samples.MicroRts.Engine;
using Masking.Training;

namespace Masking.Samples.MicroRts.Players;

/// <summary>Does nothing.</summary>
public sealed class PassivePlayer : IPlayer
{
    /// <inheritdoc/>
    public void ChooseOrders(GameState state, int player, RandomNumbers random, OrderList orders)
    {
        ArgumentNullException.ThrowIfNull(orders);
        orders.AddWaiting(state, player, ScriptedPlayers.WaitingTime);
    }
}
