using Masking.Samples.MicroRts.Engine;
using Masking.Samples.MicroRts.Players;
using Masking.Training;

namespace Masking.Samples.MicroRts.Learning;

/// <summary>
/// A game in which an agent plays one side or both sides. It advances from one state in which the agent can give an order to the next.
/// </summary>
/// <param name="map">The map.</param>
/// <param name="opponent">The player of the other side; null if the agent plays both.</param>
/// <param name="weights">The weights of the rewards.</param>
/// <param name="maxCycles">The number of cycles after which a game is truncated.</param>
/// <param name="random">The random numbers of the sides and of the opponent.</param>
internal sealed class LearningGame(GameMap map, IPlayer? opponent, RewardWeights weights, int maxCycles, RandomNumbers random)
    : ICheckpointable
{
    private readonly GameState _start = new(map.Start);
    private readonly OrderList[] _orders = [new(map.Start.Board.Cells), new(map.Start.Board.Cells)];
    private readonly double[] _rewards = new double[GameState.Players];
    private readonly double[] _returns = new double[GameState.Players];
    private int _side;

    /// <summary>The state.</summary>
    public GameState State { get; } = new(map.Start);

    /// <summary>The number of sides that the agent plays.</summary>
    public int Sides => opponent is null ? GameState.Players : 1;

    /// <summary>Whether the game has ended or was truncated.</summary>
    public EpisodeStatus Status =>
        State.IsOver ? EpisodeStatus.Terminated : State.Time >= maxCycles ? EpisodeStatus.Truncated : EpisodeStatus.Running;

    /// <summary>Returns the player of a side of the agent.</summary>
    /// <param name="side">The side, less than <see cref="Sides"/>.</param>
    public int PlayerOf(int side) => opponent is null ? side : _side;

    /// <summary>Returns the weighted rewards of a side since the step before.</summary>
    /// <param name="side">The side.</param>
    public double RewardOf(int side) => _rewards[PlayerOf(side)];

    /// <summary>Returns the sum of the rewards of a side in this game.</summary>
    /// <param name="side">The side.</param>
    public double ReturnOf(int side) => _returns[PlayerOf(side)];

    /// <summary>Begins a game. The agent plays a random side, if it does not play both.</summary>
    public void Reset()
    {
        State.CopyFrom(_start);
        _side = random.Next(GameState.Players);
        Array.Clear(_returns);
    }

    /// <summary>Issues the orders of the agent, and plays until it can give another one, or until the game is over.</summary>
    /// <param name="actions">The actions of the agent.</param>
    /// <param name="firstRow">The row of the first side of the agent.</param>
    /// <param name="view">Translates the actions.</param>
    public void Step(MicroRtsPolicy.Actions actions, int firstRow, AgentView view)
    {
        Array.Clear(_rewards);
        Array.ForEach(_orders, orders => orders.Clear());
        for (int side = 0; side < Sides; side++)
        {
            view.ReadOrders(actions, firstRow + side, State, PlayerOf(side), _orders[PlayerOf(side)]);
        }

        do
        {
            opponent?.ChooseOrders(State, 1 - _side, random, _orders[1 - _side]);
            (Rewards first, Rewards second) = State.Step(_orders[0].Span, _orders[1].Span);
            _rewards[0] += weights.Sum(first);
            _rewards[1] += weights.Sum(second);
            Array.ForEach(_orders, orders => orders.Clear());
        }
        while (Status == EpisodeStatus.Running && !CanGiveOrder());

        _returns[0] += _rewards[0];
        _returns[1] += _rewards[1];
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        random.Save(writer);
        writer.Write(_side);
        Array.ForEach(_returns, writer.Write);
        GameStateFormat.Write(writer, State);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        random.Load(reader);
        _side = reader.ReadInt32("the side", 0, GameState.Players - 1);
        for (int player = 0; player < GameState.Players; player++)
        {
            _returns[player] = reader.ReadDouble();
        }

        State.CopyFrom(GameStateFormat.Read(reader, State.Board, State.Types));
        CheckpointException.Require(Status == EpisodeStatus.Running, "expected a game that is not over, got one that is over");
    }

    private bool CanGiveOrder() =>
        opponent is null ? State.HasFreeUnit(0) || State.HasFreeUnit(1) : State.HasFreeUnit(_side);
}
