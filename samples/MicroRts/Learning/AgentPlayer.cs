using Masking.Samples.MicroRts.Engine;
using Masking.Samples.MicroRts.Players;
using Masking.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Samples.MicroRts.Learning;

/// <summary>
/// A trained agent. Its orders are drawn at a temperature below 1: an agent that also chooses improbable actions, as in its training, plays
/// worse, and one that always chooses the most probable ones may repeat itself for ever.
/// </summary>
/// <param name="policy">The policy, which is not disposed.</param>
/// <param name="masks">The masks that the agent was trained with.</param>
public sealed class AgentPlayer(MicroRtsPolicy policy, Masks masks = Masks.All) : IPlayer
{
    private const double Temperature = 0.5;

    private readonly MicroRtsPolicy.Batch _batch = new(environments: 1);
    private AgentView? _view;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The board has another size than that of the policy.</exception>
    public void ChooseOrders(GameState state, int player, RandomNumbers random, OrderList orders)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(random);
        if (!state.HasFreeUnit(player))
        {
            return;
        }

        if (_view?.Board != state.Board)
        {
            _view = new AgentView(state.Board, masks);
        }

        _view.WriteObservation(state, player, _batch, row: 0);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        MicroRtsPolicy.Actions actions = policy.call(_batch.Observation).Sample(
            new RandomStream(random.Next(int.MaxValue)), Temperature);
        _view.ReadOrders(actions, row: 0, state, player, orders);
    }

    /// <inheritdoc/>
    public void Dispose() => _batch.Dispose();
}
