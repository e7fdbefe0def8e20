namespace Masking.Samples.MicroRts.Engine;

/// <summary>The orders of one player in one cycle. A list is reused, so that no cycle allocates memory.</summary>
/// <param name="capacity">The greatest number of orders: the number of cells of the board.</param>
public sealed class OrderList(int capacity)
{
    private readonly Order[] _orders = new Order[capacity];

    /// <summary>The number of orders.</summary>
    public int Count { get; private set; }

    /// <summary>The orders. The span is valid until the list changes.</summary>
    public ReadOnlySpan<Order> Span => _orders.AsSpan(0, Count);

    /// <summary>Removes all orders.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds an order.</summary>
    /// <param name="unit">The unit that receives it, of which the number is used.</param>
    /// <param name="action">What the unit shall do.</param>
    /// <exception cref="InvalidOperationException">The list is full.</exception>
    public void Add(in Unit unit, UnitAction action)
    {
        if (Count == _orders.Length)
        {
            throw new InvalidOperationException(
                $"expected at most {_orders.Length} orders, one for each cell of the board, got one more: call {nameof(Clear)} in each "
                    + "cycle.");
        }

        _orders[Count++] = new Order(unit.Id, action);
    }

    /// <summary>Lets all units wait that have neither an action nor an order.</summary>
    /// <param name="state">The state that the orders are for.</param>
    /// <param name="player">The player.</param>
    /// <param name="duration">The number of cycles.</param>
    public void AddWaiting(GameState state, int player, int duration)
    {
        ArgumentNullException.ThrowIfNull(state);
        int ordered = Count;
        foreach (ref readonly Unit unit in state.Units)
        {
            if (unit.Player == player && !unit.IsBusy && !HasOrder(unit.Id, ordered))
            {
                Add(unit, UnitAction.None(duration));
            }
        }
    }

    private bool HasOrder(int unitId, int count)
    {
        foreach (ref readonly Order order in _orders.AsSpan(0, count))
        {
            if (order.UnitId == unitId)
            {
                return true;
            }
        }

        return false;
    }
}
