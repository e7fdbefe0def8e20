namespace Masking.Samples.MicroRts.Engine;

/// <content>How orders become actions under way.</content>
public sealed partial class GameState
{
    /// <summary>The duration of waiting after a conflict with an older action: the unit is free again after this cycle.</summary>
    private const int FreeAtOnce = -1;

    /// <summary>The orders of one player after the check of their legality, with the indices of the units.</summary>
    private readonly (int Unit, UnitAction Action)[] _checked;

    /// <summary>For each index of a unit, the number of the last check of orders that contained an order for it.</summary>
    private readonly long[] _lastCallWithOrder;

    private long _calls;

    /// <summary>
    /// Issues the orders of a player. Illegal actions become waiting, with the duration of the action. Then conflicts are resolved in the
    /// order of the orders: an order conflicts with an action that uses the same cell, or if the resources of the player do not suffice
    /// for the prices of both.
    /// </summary>
    /// <param name="player">The player, 0 or 1. The orders of player 0 are issued first.</param>
    /// <param name="orders">The orders. Units without an order stay free.</param>
    /// <returns>The rewards for the orders, without <see cref="Rewards.WinLoss"/>.</returns>
    /// <exception cref="ArgumentException">The player has no unit of that number, or the unit has an action or an order already, or the
    /// order produces a kind that does not exist. No order is issued.</exception>
    public Rewards IssueOrders(int player, ReadOnlySpan<Order> orders)
    {
        CheckOrders(player, orders);
        Rewards rewards = default;
        foreach (ref (int Unit, UnitAction Action) order in _checked.AsSpan(0, orders.Length))
        {
            ref readonly Unit unit = ref _units[order.Unit];
            if (!LegalActionsOf(order.Unit).Contains(order.Action, unit))
            {
                order.Action = UnitAction.None(Types.DurationOf(unit.Kind, order.Action));
            }

            rewards = Count(rewards, order.Action, player);
        }

        foreach ((int unit, UnitAction action) in _checked.AsSpan(0, orders.Length))
        {
            Begin(ResolveConflicts(Assign(unit, action, Time), player));
        }

        return rewards;
    }

    private void CheckOrders(int player, ReadOnlySpan<Order> orders)
    {
        if (player is not (0 or 1))
        {
            throw new ArgumentOutOfRangeException(nameof(player), player, "expected player 0 or 1.");
        }

        _calls++;
        int next = 0;
        for (int i = 0; i < orders.Length; i++)
        {
            (int id, UnitAction action) = orders[i];
            int unit = _units.IndexOf(id, next);
            if (unit < 0 || _units[unit].Player != player)
            {
                throw new ArgumentException(
                    $"expected orders for units of player {player}, got one for unit {id}, which "
                        + (unit < 0 ? "does not exist." : $"belongs to player {_units[unit].Player}."),
                    nameof(orders));
            }

            if (_units[unit].IsBusy || _lastCallWithOrder[unit] == _calls)
            {
                throw new ArgumentException(
                    $"expected one order for each unit without an action, got "
                        + (_units[unit].IsBusy ? $"one for unit {id}, whose action is under way." : $"two for unit {id}."),
                    nameof(orders));
            }

            if (action.Product is < UnitKind.None or >= (UnitKind)UnitTypes.Count)
            {
                throw new ArgumentException(
                    $"expected a kind of unit as the product, got {action.Product} for unit {id}.", nameof(orders));
            }

            _lastCallWithOrder[unit] = _calls;
            _checked[i] = (unit, action);
            next = unit + 1 < _units.Count ? unit + 1 : 0;
        }
    }

    private Rewards Count(Rewards rewards, UnitAction action, int player)
    {
        switch (action.Type)
        {
            case ActionType.Harvest or ActionType.Return:
                return rewards with { Resources = rewards.Resources + 1 };
            case ActionType.Produce when action.Product == UnitKind.Worker:
                return rewards with { Workers = rewards.Workers + 1 };
            case ActionType.Produce when action.Product is UnitKind.Base or UnitKind.Barracks:
                return rewards with { Buildings = rewards.Buildings + 1 };
            case ActionType.Produce when action.Product >= UnitKind.Light:
                return rewards with { CombatUnits = rewards.CombatUnits + 1 };
            case ActionType.Attack:
                int target = _units.At(Board.CellAt(action.X, action.Y));
                return rewards with { Attacks = rewards.Attacks + (_units[target].Player == player ? -1 : 1) };
            default:
                return rewards;
        }
    }

    /// <summary>Returns the assignment of a legal action, before conflicts are resolved.</summary>
    private Assignment Assign(int index, UnitAction action, int issuedAt)
    {
        ref readonly Unit unit = ref _units[index];
        int target = action.Type is ActionType.Move or ActionType.Produce ? Board.Neighbor(CellOf(unit), action.Direction) : -1;
        int price = action.Type == ActionType.Produce ? Types[action.Product].Cost : 0;
        return new Assignment(index, issuedAt, Types.DurationOf(unit.Kind, action), action, target, price);
    }

    /// <summary>
    /// Compares a new assignment with all others. The one that is returned, and those of the same cycle that it conflicts with, wait.
    /// Comparison goes on with the cell and the price of the order after a conflict.
    /// </summary>
    private Assignment ResolveConflicts(in Assignment order, int player)
    {
        Assignment result = order;
        foreach (ref Assignment other in _assignments.Span)
        {
            if (!Conflicts(order, other, player))
            {
                continue;
            }

            if (other.IssuedAt == Time)
            {
                int duration = Math.Min(result.Duration, other.Duration);
                result = Assignment.Waiting(order.Unit, Time, duration);
                other = Assignment.Waiting(other.Unit, Time, duration);
                _units[other.Unit].ActionUnderWay = ActionType.None;
            }
            else
            {
                result = Assignment.Waiting(order.Unit, Time, FreeAtOnce);
            }
        }

        return result;
    }

    private bool Conflicts(in Assignment order, in Assignment other, int player) =>
        (order.TargetCell >= 0 && order.TargetCell == other.TargetCell)
        || (order.Price > 0 && _units[other.Unit].Player == player && order.Price + other.Price > _resources[player]);

    private void Begin(in Assignment assignment)
    {
        ref Unit unit = ref _units[assignment.Unit];
        unit.IsBusy = true;
        unit.ActionUnderWay = assignment.Action.Type;
        _assignments.Add(assignment);
    }
}
