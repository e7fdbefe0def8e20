using System.Numerics;
using Masking.Samples.MicroRts.Engine;
using Masking.Training;

namespace Masking.Samples.MicroRts.Players;

/// <summary>
/// The orders of one player in one cycle while they are chosen. They do not conflict with each other or with actions under way. A method
/// that gives an order returns whether it did.
/// </summary>
internal sealed class Plan
{
    private readonly Pathfinder _pathfinder = new();
    private readonly CellSet _claimed = new();
    private GameState _state = null!;
    private OrderList _orders = null!;
    private RandomNumbers _random = null!;
    private int _player;
    private int _resources;

    /// <summary>Starts the orders of a cycle.</summary>
    public void Begin(GameState state, int player, RandomNumbers random, OrderList orders)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(orders);
        (_state, _player, _random, _orders) = (state, player, random, orders);
        _claimed.Clear(state.Board.Cells);
        _resources = state.ResourcesOf(player);
        foreach (ref readonly Assignment assignment in state.Assignments)
        {
            if (assignment.TargetCell >= 0)
            {
                _claimed.Add(assignment.TargetCell);
            }

            if (state.Units[assignment.Unit].Player == player)
            {
                _resources -= assignment.Price;
            }
        }
    }

    /// <summary>Lets a unit wait.</summary>
    public void Wait(int unit) => _orders.Add(_state.Units[unit], UnitAction.None(ScriptedPlayers.WaitingTime));

    /// <summary>Attacks an enemy within range, one with the fewest hit points.</summary>
    public bool TryAttack(int unit)
    {
        ref readonly Unit actor = ref _state.Units[unit];
        LegalActions legal = _state.LegalActionsOf(unit);
        UnitAction? best = null;
        int fewest = int.MaxValue;
        for (int i = 0; i < legal.Count(ActionType.Attack); i++)
        {
            UnitAction attack = legal.ActionAt(ActionType.Attack, i, actor);
            int hitPoints = _state.Units[_state.UnitAt(_state.Board.CellAt(attack.X, attack.Y))].HitPoints;
            if (hitPoints < fewest)
            {
                (best, fewest) = (attack, hitPoints);
            }
        }

        return best is { } chosen && Add(actor, chosen);
    }

    /// <summary>Moves a unit towards the nearest goal.</summary>
    public bool TryApproach(int unit, Goal goal)
    {
        ref readonly Unit actor = ref _state.Units[unit];
        if (!_state.Types[actor.Kind].CanMove)
        {
            return false;
        }

        Direction preferred = (Direction)_random.Next(Board.Directions);
        if (_pathfinder.FirstStep(_state, actor, goal, _claimed, preferred) is not { } step)
        {
            return false;
        }

        _claimed.Add(_state.Board.Neighbor(_state.CellOf(actor), step));
        return Add(actor, UnitAction.Move(step));
    }

    /// <summary>Moves a unit in a random direction, so that it is not in the way of others.</summary>
    public bool TryStepAside(int unit)
    {
        ref readonly Unit actor = ref _state.Units[unit];
        LegalActions legal = _state.LegalActionsOf(unit);
        int count = legal.Count(ActionType.Move);
        if (count == 0)
        {
            return false;
        }

        UnitAction move = legal.ActionAt(ActionType.Move, _random.Next(count), actor);
        int target = _state.Board.Neighbor(_state.CellOf(actor), move.Direction);
        if (_claimed.Contains(target))
        {
            return false;
        }

        _claimed.Add(target);
        return Add(actor, move);
    }

    /// <summary>Harvests, returns what the unit carries, or walks to where it can.</summary>
    public bool TryGather(int unit)
    {
        ref readonly Unit actor = ref _state.Units[unit];
        if (!_state.Types[actor.Kind].CanHarvest)
        {
            return false;
        }

        LegalActions legal = _state.LegalActionsOf(unit);
        ActionType type = actor.Resources > 0 ? ActionType.Return : ActionType.Harvest;
        return legal.Count(type) > 0
            ? Add(actor, legal.ActionAt(type, 0, actor))
            : TryApproach(unit, actor.Resources > 0 ? Goal.Stockpile : Goal.Resource);
    }

    /// <summary>
    /// Produces a unit if the player can pay for it in addition to everything under way. A cell next to a deposit or a stockpile is
    /// chosen only if there is no other, so that workers can reach them.
    /// </summary>
    public bool TryProduce(int unit, UnitKind product)
    {
        ref readonly Unit actor = ref _state.Units[unit];
        LegalActions legal = _state.LegalActionsOf(unit);
        int price = _state.Types[product].Cost;
        if ((legal.Products >> (int)product & 1) == 0 || price > _resources)
        {
            return false;
        }

        int cell = _state.CellOf(actor);
        int sides = 0;
        int openSides = 0;
        for (Direction direction = 0; direction < (Direction)Board.Directions; direction++)
        {
            int target = _state.Board.Neighbor(cell, direction);
            if ((legal.FreeSides >> (int)direction & 1) != 0 && !_claimed.Contains(target))
            {
                sides |= 1 << (int)direction;
                openSides |= IsNextToGathering(target) ? 0 : 1 << (int)direction;
            }
        }

        if (sides == 0)
        {
            return false;
        }

        Direction side = (Direction)BitOperations.TrailingZeroCount(openSides != 0 ? openSides : sides);
        _resources -= price;
        _claimed.Add(_state.Board.Neighbor(cell, side));
        return Add(actor, UnitAction.Produce(side, product));
    }

    private bool IsNextToGathering(int cell)
    {
        for (Direction direction = 0; direction < (Direction)Board.Directions; direction++)
        {
            int neighbor = _state.Board.Neighbor(cell, direction);
            int other = neighbor < 0 ? -1 : _state.UnitAt(neighbor);
            if (other >= 0
                && (Goal.Resource.Includes(_state.Units[other], _player, _state.Types)
                    || Goal.Stockpile.Includes(_state.Units[other], _player, _state.Types)))
            {
                return true;
            }
        }

        return false;
    }

    private bool Add(in Unit unit, UnitAction action)
    {
        _orders.Add(unit, action);
        return true;
    }
}
