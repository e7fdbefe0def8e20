using Masking.Samples.MicroRts.Engine;
using Masking.Samples.MicroRts.Players;
using Masking.Training;

namespace Masking.Samples.MicroRts;

/// <summary>Games between two players on a map.</summary>
public sealed class Match
{
    /// <summary>The default number of cycles after which a game is a draw.</summary>
    public const int DefaultCycles = 3000;

    /// <summary>The number of cycles between frames. Workers move once in this time.</summary>
    internal const int CyclesPerFrame = 10;

    private readonly GameState _start;
    private readonly IPlayer[] _players;
    private readonly OrderList[] _orders;
    private readonly RandomNumbers[] _random;
    private readonly int _maxCycles;

    /// <summary>Starts the first game.</summary>
    /// <param name="map">The map.</param>
    /// <param name="first">Player 0.</param>
    /// <param name="second">Player 1.</param>
    /// <param name="maxCycles">The number of cycles after which a game is a draw.</param>
    /// <param name="seed">The seed of the random numbers. Games with the same seed and series are equal.</param>
    /// <param name="series">The number of the series of games. Series with the same seed have different random numbers.</param>
    public Match(GameMap map, IPlayer first, IPlayer second, int maxCycles, int seed, int series = 0)
    {
        ArgumentNullException.ThrowIfNull(map);
        _start = new GameState(map.Start);
        State = _start.Clone();
        _players = [first, second];
        _orders = [new OrderList(_start.Board.Cells), new OrderList(_start.Board.Cells)];
        _random = [.. Enumerable.Range(GameState.Players * series, GameState.Players).Select(row => new RandomNumbers(seed, row))];
        _maxCycles = maxCycles;
    }

    /// <summary>The state of the current game.</summary>
    public GameState State { get; }

    /// <summary>Whether the current game is over.</summary>
    public bool IsOver => State.IsOver || State.Time >= _maxCycles;

    /// <summary>Starts another game.</summary>
    public void Restart() => State.CopyFrom(_start);

    /// <summary>Plays a cycle of the current game.</summary>
    /// <returns>The rewards of player 0 and of player 1.</returns>
    public (Rewards First, Rewards Second) Step()
    {
        for (int player = 0; player < GameState.Players; player++)
        {
            _orders[player].Clear();
            _players[player].ChooseOrders(State, player, _random[player], _orders[player]);
        }

        return State.Step(_orders[0].Span, _orders[1].Span);
    }

    /// <summary>Plays the current game to its end, and renders it.</summary>
    /// <param name="cancellationToken">Ends the game early.</param>
    public IEnumerable<string> Frames(CancellationToken cancellationToken)
    {
        yield return GameDrawing.Render(State);
        while (!IsOver && !cancellationToken.IsCancellationRequested)
        {
            Step();
            if (State.Time % CyclesPerFrame == 0 || IsOver)
            {
                yield return GameDrawing.Render(State);
            }
        }
    }
}
