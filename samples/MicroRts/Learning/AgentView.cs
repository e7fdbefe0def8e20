using Masking.Samples.MicroRts.Engine;
using Masking.Samples.MicroRts.Players;

namespace Masking.Samples.MicroRts.Learning;

/// <summary>
/// Translates states to observations of <see cref="MicroRtsPolicy"/>, and its actions to orders. Player 1 sees the board turned by 180°,
/// so that both players begin in the same corner, and what is learned on one side applies to the other.
/// </summary>
public sealed class AgentView
{
    private readonly Masks _masks;
    private readonly ObservationWriter _writer;
    private readonly float[] _planes;

    /// <summary>Creates a view.</summary>
    /// <param name="board">The board of the states, of the size of the policy.</param>
    /// <param name="masks">The masks that are written.</param>
    /// <exception cref="ArgumentException">The board has another size.</exception>
    public AgentView(Board board, Masks masks)
    {
        ArgumentNullException.ThrowIfNull(board);
        if (!Supports(board))
        {
            throw new ArgumentException(
                $"expected a board of {MicroRtsPolicy.Size} × {MicroRtsPolicy.Size} cells, for which the agent is declared, "
                    + $"got {board.Width} × {board.Height}.",
                nameof(board));
        }

        (Board, _masks) = (board, masks);
        _writer = new ObservationWriter(board);
        _planes = new float[ObservationWriter.Planes * board.Cells];
    }

    /// <summary>The board of the states.</summary>
    public Board Board { get; }

    /// <summary>Whether a board has the size of the policy.</summary>
    /// <param name="board">The board.</param>
    public static bool Supports(Board board)
    {
        ArgumentNullException.ThrowIfNull(board);
        return board.Width == MicroRtsPolicy.Size && board.Height == MicroRtsPolicy.Size;
    }

    /// <summary>Writes the observation and the masks of a player.</summary>
    /// <param name="state">The state.</param>
    /// <param name="player">The player, 0 or 1.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="row">The row of the batch.</param>
    public void WriteObservation(GameState state, int player, MicroRtsPolicy.Batch batch, int row)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(batch);
        batch.Clear(row);
        WritePlanes(state, player, batch, row);
        Span<bool> actors = batch.BoardMask(row);
        if (!_masks.HasFlag(Masks.Agents))
        {
            actors.Fill(true);
        }

        for (int i = 0; i < state.Units.Length; i++)
        {
            ref readonly Unit unit = ref state.Units[i];
            if (unit.Player == player && !unit.IsBusy)
            {
                (int x, int y) = Seen(unit, player);
                actors[Board.CellAt(x, y)] = true;
                if (_masks.HasFlag(Masks.Actions))
                {
                    LegalActions legal = state.LegalActionsOf(i);
                    (player == 0 ? legal : legal.Turned()).WriteFlags(batch.OrdersMask(row, y, x).Flags);
                }
            }
        }
    }

    /// <summary>
    /// Reads the orders of a player's units that have no action. A unit that waits does so until the next action under way takes effect.
    /// </summary>
    /// <param name="actions">The actions for an observation of this state.</param>
    /// <param name="row">The row of the actions.</param>
    /// <param name="state">The state.</param>
    /// <param name="player">The player, 0 or 1.</param>
    /// <param name="orders">Receives the orders.</param>
    public void ReadOrders(MicroRtsPolicy.Actions actions, int row, GameState state, int player, OrderList orders)
    {
        ArgumentNullException.ThrowIfNull(actions);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(orders);
        int waitingTime = TimeToNextEffect(state);
        foreach (ref readonly Unit unit in state.Units)
        {
            if (unit.Player == player && !unit.IsBusy)
            {
                (int x, int y) = Seen(unit, player);
                UnitOrder order = actions.OrdersAt(row, y, x) ?? throw new InvalidOperationException(
                    $"expected an order of the unit in column {unit.X} of row {unit.Y}, got none: pass the actions for an observation of "
                        + "this state.");
                orders.Add(unit, ActionOf(order, unit, player, waitingTime));
            }
        }
    }

    private static UnitAction ActionOf(UnitOrder order, in Unit unit, int player, int waitingTime)
    {
        // Illegal orders are possible without action masks. The engine lets these units wait.
        return order.Type switch
        {
            ActionType.Move => UnitAction.Move(Turn(order.Move)),
            ActionType.Harvest => UnitAction.Harvest(Turn(order.Harvest)),
            ActionType.Return => UnitAction.Return(Turn(order.Return)),
            ActionType.Produce => UnitAction.Produce(Turn(order.Side), (UnitKind)order.Product),
            ActionType.Attack => Attack(player == 0 ? order.Target : LegalActions.Targets - 1 - order.Target, unit),
            _ => UnitAction.None(waitingTime),
        };

        Direction Turn(Direction direction) => player == 0 ? direction : direction.Opposite();
    }

    /// <summary>
    /// The number of cycles until an action under way takes effect, which is when the board changes next; from 1 to
    /// <see cref="ScriptedPlayers.WaitingTime"/>. An action that is overdue takes effect in the next cycle.
    /// </summary>
    private static int TimeToNextEffect(GameState state)
    {
        int cycles = ScriptedPlayers.WaitingTime;
        foreach (ref readonly Assignment assignment in state.Assignments)
        {
            cycles = Math.Min(cycles, assignment.IssuedAt + assignment.Duration - state.Time);
        }

        return Math.Max(cycles, 1);
    }

    private static UnitAction Attack(int target, in Unit unit) => UnitAction.Attack(
        unit.X - LegalActions.Reach + (target % LegalActions.ReachSize),
        unit.Y - LegalActions.Reach + (target / LegalActions.ReachSize));

    private (int X, int Y) Seen(in Unit unit, int player) =>
        player == 0 ? (unit.X, unit.Y) : (Board.Width - 1 - unit.X, Board.Height - 1 - unit.Y);

    private void WritePlanes(GameState state, int player, MicroRtsPolicy.Batch batch, int row)
    {
        _writer.WritePlanes(state, player, _planes);
        for (int plane = 0; plane < ObservationWriter.Planes; plane++)
        {
            Span<float> seen = batch.Board(row, plane);
            _planes.AsSpan(plane * Board.Cells, Board.Cells).CopyTo(seen);
            if (player == 1)
            {
                seen.Reverse();
            }
        }
    }
}
