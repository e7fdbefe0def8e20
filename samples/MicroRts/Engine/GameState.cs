namespace Masking.Samples.MicroRts.Engine;

/// <summary>
/// The state of a game. Two players order units on a board. Games are deterministic, and a cycle allocates no memory. An instance is not
/// safe for use by several threads.
/// </summary>
public sealed partial class GameState
{
    /// <summary>The number of players.</summary>
    public const int Players = 2;

    private readonly UnitList _units;
    private readonly AssignmentList _assignments;
    private readonly int[] _resources = new int[Players];
    private int _nextId;

    /// <summary>Creates a state.</summary>
    /// <param name="setup">The contents.</param>
    /// <exception cref="ArgumentException">The contents contradict the rules, for example because two units share a cell.</exception>
    public GameState(GameSetup setup)
        : this(CheckedBoard(setup), setup.Types)
    {
        Time = setup.Time;
        for (int player = 0; player < Players; player++)
        {
            _resources[player] = setup.Resources[player];
        }

        foreach (Unit unit in setup.Units)
        {
            _units.Add(unit with { IsBusy = false, ActionUnderWay = ActionType.None });
            _nextId = Math.Max(_nextId, unit.Id + 1);
        }

        foreach ((Order order, int issuedAt) in setup.ActionsUnderWay)
        {
            int unit = _units.IndexOf(order.UnitId);
            Begin(Assign(unit, order.Action, issuedAt));
        }
    }

    private GameState(Board board, UnitTypes types)
    {
        Board = board;
        Types = types;
        _units = new UnitList(board);
        _assignments = new AssignmentList(board.Cells);
        _checked = new (int, UnitAction)[board.Cells];
        _lastCallWithOrder = new long[board.Cells];
        _due = new Assignment[board.Cells];
        _actors = new Unit[board.Cells];
    }

    /// <summary>The board.</summary>
    public Board Board { get; }

    /// <summary>The table of unit types.</summary>
    public UnitTypes Types { get; }

    /// <summary>The number of cycles played.</summary>
    public int Time { get; private set; }

    /// <summary>The units, in the order in which they appeared. The span is valid until the state changes.</summary>
    public ReadOnlySpan<Unit> Units => _units.Span;

    /// <summary>The actions under way, in the order in which they were assigned. The span is valid until the state changes.</summary>
    public ReadOnlySpan<Assignment> Assignments => _assignments.Span;

    /// <summary>Whether a player has no units left.</summary>
    public bool IsOver => _units.CountOf(0) == 0 || _units.CountOf(1) == 0;

    /// <summary>The only player with units; -1 if both or none have units.</summary>
    public int Winner => (_units.CountOf(0) > 0, _units.CountOf(1) > 0) switch
    {
        (true, false) => 0,
        (false, true) => 1,
        _ => -1,
    };

    /// <summary>Returns the resources of a player.</summary>
    /// <param name="player">The player, 0 or 1.</param>
    public int ResourcesOf(int player) => _resources[player];

    /// <summary>Returns the number of units of a player.</summary>
    /// <param name="player">The player, 0 or 1.</param>
    public int UnitsOf(int player) => _units.CountOf(player);

    /// <summary>Whether a player has a unit without an action, which can receive an order.</summary>
    /// <param name="player">The player, 0 or 1.</param>
    public bool HasFreeUnit(int player)
    {
        foreach (ref readonly Unit unit in Units)
        {
            if (unit.Player == player && !unit.IsBusy)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns the unit in a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <returns>The index of the unit in <see cref="Units"/>; -1 if the cell contains none.</returns>
    public int UnitAt(int cell) => _units.At(cell);

    /// <summary>Returns the cell of a unit.</summary>
    /// <param name="unit">The unit.</param>
    public int CellOf(in Unit unit) => Board.CellAt(unit.X, unit.Y);

    /// <summary>Creates a copy, which does not change when this state does.</summary>
    public GameState Clone()
    {
        GameState copy = new(Board, Types);
        copy.CopyFrom(this);
        return copy;
    }

    /// <summary>Copies another state into this one, without allocating memory.</summary>
    /// <param name="other">A state of a game on the same board.</param>
    /// <exception cref="ArgumentException">The other state has another board or other unit types.</exception>
    public void CopyFrom(GameState other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Board != Board || other.Types != Types)
        {
            throw new ArgumentException(
                $"expected a state with the same {nameof(Board)} and {nameof(Types)}, got one with others: use {nameof(Clone)}.",
                nameof(other));
        }

        Time = other.Time;
        _nextId = other._nextId;
        other._resources.CopyTo(_resources);
        _units.CopyFrom(other._units);
        _assignments.CopyFrom(other._assignments);
    }

    /// <summary>Plays a cycle: issues the orders of both players, and advances the time.</summary>
    /// <param name="first">The orders of player 0. Units without an order stay free.</param>
    /// <param name="second">The orders of player 1.</param>
    /// <returns>The rewards of player 0 and of player 1.</returns>
    /// <exception cref="ArgumentException">An order is for a unit that cannot receive one, see <see cref="IssueOrders"/>. The orders of
    /// both players are checked before any of them is issued.</exception>
    public (Rewards First, Rewards Second) Step(ReadOnlySpan<Order> first, ReadOnlySpan<Order> second)
    {
        CheckOrders(1, second);
        Rewards firstRewards = IssueOrders(0, first);
        Rewards secondRewards = IssueOrders(1, second);
        AdvanceTime();
        return (firstRewards with { WinLoss = WinLoss(0) }, secondRewards with { WinLoss = WinLoss(1) });
    }

    private int WinLoss(int player) => !IsOver ? 0 : Winner == player ? 1 : -1;

    private static Board CheckedBoard(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        GameSetupCheck.Check(setup);
        return setup.Board;
    }
}
