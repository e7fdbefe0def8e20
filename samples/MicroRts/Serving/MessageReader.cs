using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Masking.Samples.MicroRts.Engine;

namespace Masking.Samples.MicroRts.Serving;

/// <summary>Translates messages of the original game to the engine.</summary>
internal static class MessageReader
{
    /// <summary>The number of the rule for conflicts of the same cycle.</summary>
    private const int CancelBoth = 1;

    private static readonly string[] Kinds = [.. Enumerable.Range(0, UnitTypes.Count).Select(kind => $"{(UnitKind)kind}")];

    /// <summary>Reads the table of unit types.</summary>
    /// <exception cref="ProtocolException">The line contains no valid table.</exception>
    public static UnitTypes ReadUnitTypes(string line)
    {
        UnitTypesMessage message = Parse(line, MessageContext.Default.UnitTypesMessage, "unit types");
        if (message.MoveConflictResolutionStrategy != CancelBoth)
        {
            throw new ProtocolException(
                $"moveConflictResolutionStrategy: expected {CancelBoth}, with which both orders become waiting, "
                    + $"got {message.MoveConflictResolutionStrategy}.");
        }

        UnitTypeMessage[] types = [.. All(message.UnitTypes, "unitTypes").OrderBy(type => type.Id)];
        string expected = string.Join(", ", Kinds.Index().Select(kind => $"{kind.Index} {kind.Item}"));
        string given = string.Join(", ", types.Select(type => $"{type.Id} {type.Name}"));
        if (given != expected)
        {
            throw new ProtocolException($"unitTypes: expected {expected}, got {given}.");
        }

        return Create("unit types", () => new UnitTypes(types.Select(ReadUnitType)));
    }

    /// <summary>Reads the state of a game.</summary>
    /// <param name="line">The line.</param>
    /// <param name="types">The table of unit types.</param>
    /// <param name="boards">The boards of the states before, so that states of one game share their board.</param>
    /// <exception cref="ProtocolException">The line contains no valid state.</exception>
    public static GameState ReadState(string line, UnitTypes types, BoardCache boards)
    {
        StateMessage message = Parse(line, MessageContext.Default.StateMessage, "a state");
        BoardMessage board = message.Board;
        PlayerMessage[] players = [.. All(board.Players, "players").OrderBy(player => player.Id)];
        if (!players.Select(player => player.Id).SequenceEqual(Enumerable.Range(0, GameState.Players)))
        {
            throw new ProtocolException(
                $"players: expected the players 0 and 1, got {string.Join(", ", players.Select(player => player.Id))}.");
        }

        return Create("a state", () => new GameState(new GameSetup
        {
            Board = boards.Get(board.Width, board.Height, board.Terrain),
            Types = types,
            Time = message.Time,
            Resources = [.. players.Select(player => player.Resources)],
            Units = [.. All(board.Units, "units").Select(ReadUnit)],
            ActionsUnderWay = [.. All(message.Actions, "actions").Select(ReadAssignment)],
        }));
    }

    private static UnitType ReadUnitType(UnitTypeMessage type)
    {
        if (type.MinDamage != type.MaxDamage)
        {
            throw new ProtocolException(
                $"{type.Name}: expected the same minDamage and maxDamage, got {type.MinDamage} and {type.MaxDamage}.");
        }

        if (type.CanHarvest && type.ReturnTime != type.MoveTime)
        {
            throw new ProtocolException(
                $"{type.Name}: expected the same returnTime and moveTime, got {type.ReturnTime} and {type.MoveTime}.");
        }

        return new UnitType
        {
            Cost = type.Cost,
            HitPoints = type.Hp,
            Damage = type.MinDamage,
            AttackRange = type.AttackRange,
            ProduceTime = type.ProduceTime,
            MoveTime = type.MoveTime,
            AttackTime = type.AttackTime,
            HarvestTime = type.HarvestTime,
            HarvestAmount = type.HarvestAmount,
            IsResource = type.IsResource,
            IsStockpile = type.IsStockpile,
            CanHarvest = type.CanHarvest,
            CanMove = type.CanMove,
            CanAttack = type.CanAttack,
            Produces = [.. type.Produces.Select(ReadKind)],
        };
    }

    private static Unit ReadUnit(UnitMessage unit) =>
        new(unit.Id, ReadKind(unit.Type), unit.Player, unit.X, unit.Y, unit.HitPoints, unit.Resources);

    private static (Order Order, int IssuedAt) ReadAssignment(AssignmentMessage assignment)
    {
        ActionMessage action = assignment.Action;
        UnitKind product = action.UnitType is null ? UnitKind.None : ReadKind(action.UnitType);
        UnitAction read = (ActionType)action.Type == ActionType.Attack
            ? UnitAction.Attack(Required(action.X, "x"), Required(action.Y, "y"))
            : new UnitAction((ActionType)action.Type, Required(action.Parameter, "parameter"), 0, 0, product);
        return (new Order(assignment.Id, read), assignment.Time);

        int Required(int? number, string name) => number ?? throw new ProtocolException(
            $"actions: expected '{name}' in an action of type {action.Type}, got none for unit {assignment.Id}.");
    }

    private static UnitKind ReadKind(string? name) => Array.IndexOf(Kinds, name) is >= 0 and int kind
        ? (UnitKind)kind
        : throw new ProtocolException($"expected one of the unit types {string.Join(", ", Kinds)}, got '{name}'.");

    /// <summary>Checks that an array of a message contains no null.</summary>
    private static IEnumerable<T> All<T>(IEnumerable<T?> elements, string name) where T : class =>
        elements.Select(element => element ?? throw new ProtocolException($"{name}: expected objects, got null."));

    private static T Parse<T>(string line, JsonTypeInfo<T> type, string expected) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(line, type) ?? throw new ProtocolException($"expected {expected} as JSON, got null.");
        }
        catch (JsonException exception)
        {
            throw new ProtocolException($"expected {expected} as JSON, got a line that cannot be read: {exception.Message}", exception);
        }
    }

    private static T Create<T>(string expected, Func<T> create)
    {
        try
        {
            return create();
        }
        catch (ArgumentException exception)
        {
            throw ProtocolException.Of($"expected {expected} that the rules allow", exception);
        }
    }
}
