using Masking.Samples.MicroRts.Engine;
using Masking.Training;

namespace Masking.Samples.MicroRts.Players;

/// <summary>
/// Chooses the orders of a player. Instances may have scratch memory, so each game that runs at the same time needs its own, but they
/// remember nothing: orders depend on the state and the random numbers only.
/// </summary>
public interface IPlayer : IDisposable
{
    /// <summary>Adds an order for each of the player's units that has no action.</summary>
    /// <param name="state">The state of the game, which must not be changed.</param>
    /// <param name="player">The player, 0 or 1.</param>
    /// <param name="random">Random numbers.</param>
    /// <param name="orders">Receives the orders; empty before.</param>
    void ChooseOrders(GameState state, int player, RandomNumbers random, OrderList orders);

    /// <summary>Releases what the player owns. The default owns nothing.</summary>
    void IDisposable.Dispose()
    {
    }
}
