namespace Masking.Samples.MicroRts.Engine;

/// <content>How actions take effect.</content>
public sealed partial class GameState
{
    /// <summary>The actions that take effect in this cycle. The index of a unit that was removed in this cycle is -1.</summary>
    private readonly Assignment[] _due;

    /// <summary>The units of the actions that take effect in this cycle, as they were at its start.</summary>
    private readonly Unit[] _actors;

    private int _dueCount;

    /// <summary>
    /// Advances the time by a cycle, and executes the actions that are due, in the order of their assignment. An action takes effect even
    /// if its unit is removed earlier in the same cycle.
    /// </summary>
    public void AdvanceTime()
    {
        Time++;
        _dueCount = _assignments.TakeDue(Time, _due);
        for (int i = 0; i < _dueCount; i++)
        {
            ref Unit unit = ref _units[_due[i].Unit];
            unit.IsBusy = false;
            unit.ActionUnderWay = ActionType.None;
            _actors[i] = unit;
        }

        for (int i = 0; i < _dueCount; i++)
        {
            Execute(_due[i], _actors[i]);
        }
    }

    private void Execute(Assignment assignment, in Unit actor)
    {
        switch (assignment.Action.Type)
        {
            case ActionType.Move when assignment.Unit >= 0:
                _units.Move(assignment.Unit, assignment.Action.Direction);
                break;
            case ActionType.Harvest:
                Harvest(assignment, actor);
                break;
            case ActionType.Return:
                Return(assignment, actor);
                break;
            case ActionType.Produce:
                Produce(assignment, actor);
                break;
            case ActionType.Attack:
                Attack(assignment.Action, Types[actor.Kind].Damage);
                break;
        }
    }

    private void Harvest(Assignment assignment, in Unit actor)
    {
        int deposit = Neighbor(actor, assignment.Action.Direction);
        if (deposit < 0 || !Types[_units[deposit].Kind].IsResource || actor.Resources > 0)
        {
            return;
        }

        int amount = Types[actor.Kind].HarvestAmount;
        if (assignment.Unit >= 0)
        {
            _units[assignment.Unit].Resources = amount;
        }

        _units[deposit].Resources -= amount;
        if (_units[deposit].Resources <= 0)
        {
            Remove(deposit);
        }
    }

    private void Return(Assignment assignment, in Unit actor)
    {
        int stockpile = Neighbor(actor, assignment.Action.Direction);
        if (stockpile < 0 || !Types[_units[stockpile].Kind].IsStockpile)
        {
            return;
        }

        _resources[actor.Player] += actor.Resources;
        if (assignment.Unit >= 0)
        {
            _units[assignment.Unit].Resources = 0;
        }
    }

    private void Produce(Assignment assignment, in Unit actor)
    {
        if (_resources[actor.Player] < assignment.Price)
        {
            return;
        }

        _resources[actor.Player] -= assignment.Price;
        UnitKind product = assignment.Action.Product;
        (int x, int y) = Board.Offset(assignment.Action.Direction);
        _units.Add(new Unit(_nextId++, product, actor.Player, actor.X + x, actor.Y + y, Types[product].HitPoints, Resources: 0));
    }

    private void Attack(UnitAction action, int damage)
    {
        int target = _units.At(Board.CellAt(action.X, action.Y));
        if (target < 0)
        {
            return;
        }

        _units[target].HitPoints -= damage;
        if (_units[target].HitPoints <= 0)
        {
            Remove(target);
        }
    }

    private int Neighbor(in Unit unit, Direction direction)
    {
        int cell = Board.Neighbor(CellOf(unit), direction);
        return cell < 0 ? -1 : _units.At(cell);
    }

    /// <summary>Removes a unit and its action, unless that is executed in this cycle.</summary>
    private void Remove(int unit)
    {
        _units.RemoveAt(unit);
        _assignments.RemoveUnit(unit);
        foreach (ref Assignment due in _due.AsSpan(0, _dueCount))
        {
            if (due.Unit >= unit)
            {
                due = due with { Unit = due.Unit == unit ? -1 : due.Unit - 1 };
            }
        }
    }
}
