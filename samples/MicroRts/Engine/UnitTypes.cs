namespace Masking.Samples.MicroRts.Engine;

/// <summary>The table of unit types.</summary>
public sealed class UnitTypes
{
    /// <summary>The number of kinds.</summary>
    public const int Count = 7;

    private readonly UnitType[] _types;

    /// <summary>Creates a table.</summary>
    /// <param name="types">The types, in the order of <see cref="UnitKind"/>.</param>
    /// <exception cref="ArgumentException">A type is missing, or has a number that the rules do not allow.</exception>
    public UnitTypes(params IEnumerable<UnitType> types)
    {
        _types = [.. types];
        if (_types.Length != Count)
        {
            throw new ArgumentException($"expected {Count} unit types, one for each kind, got {_types.Length}.", nameof(types));
        }

        for (int kind = 0; kind < Count; kind++)
        {
            Check((UnitKind)kind, _types[kind]);
        }
    }

    /// <summary>The types of the original game.</summary>
    public static UnitTypes Standard { get; } = new(
        new UnitType
        {
            Cost = 1, HitPoints = 1, Damage = 1, AttackRange = 1, HarvestAmount = 1,
            ProduceTime = 10, MoveTime = 10, AttackTime = 10, HarvestTime = 10, IsResource = true,
        },
        new UnitType
        {
            Cost = 10, HitPoints = 10, Damage = 1, AttackRange = 1, HarvestAmount = 1,
            ProduceTime = 250, MoveTime = 10, AttackTime = 10, HarvestTime = 10, IsStockpile = true, Produces = [UnitKind.Worker],
        },
        new UnitType
        {
            Cost = 5, HitPoints = 4, Damage = 1, AttackRange = 1, HarvestAmount = 1,
            ProduceTime = 200, MoveTime = 10, AttackTime = 10, HarvestTime = 10,
            Produces = [UnitKind.Light, UnitKind.Heavy, UnitKind.Ranged],
        },
        new UnitType
        {
            Cost = 1, HitPoints = 1, Damage = 1, AttackRange = 1, HarvestAmount = 1,
            ProduceTime = 50, MoveTime = 10, AttackTime = 5, HarvestTime = 20,
            CanHarvest = true, CanMove = true, CanAttack = true, Produces = [UnitKind.Base, UnitKind.Barracks],
        },
        new UnitType
        {
            Cost = 2, HitPoints = 4, Damage = 2, AttackRange = 1, HarvestAmount = 1,
            ProduceTime = 80, MoveTime = 8, AttackTime = 5, HarvestTime = 10, CanMove = true, CanAttack = true,
        },
        new UnitType
        {
            Cost = 2, HitPoints = 4, Damage = 4, AttackRange = 1, HarvestAmount = 1,
            ProduceTime = 120, MoveTime = 12, AttackTime = 5, HarvestTime = 10, CanMove = true, CanAttack = true,
        },
        new UnitType
        {
            Cost = 2, HitPoints = 1, Damage = 1, AttackRange = 3, HarvestAmount = 1,
            ProduceTime = 100, MoveTime = 10, AttackTime = 5, HarvestTime = 10, CanMove = true, CanAttack = true,
        });

    /// <summary>The type of a kind.</summary>
    /// <param name="kind">Any kind but <see cref="UnitKind.None"/>.</param>
    public UnitType this[UnitKind kind] => _types[(int)kind];

    /// <summary>Returns the duration of an action.</summary>
    /// <param name="actor">The kind of the unit that acts.</param>
    /// <param name="action">The action.</param>
    /// <returns>The number of cycles. An action that is issued at a time t takes effect at t plus this number.</returns>
    public int DurationOf(UnitKind actor, UnitAction action) => action.Type switch
    {
        ActionType.None => action.Parameter,
        ActionType.Harvest => this[actor].HarvestTime,
        ActionType.Produce => action.Product == UnitKind.None ? 0 : this[action.Product].ProduceTime,
        ActionType.Attack => this[actor].AttackTime,
        _ => this[actor].MoveTime,
    };

    private static void Check(UnitKind kind, UnitType type)
    {
        foreach ((string name, int value, int min, int max) in new[]
        {
            (nameof(type.Cost), type.Cost, 0, int.MaxValue),
            (nameof(type.HitPoints), type.HitPoints, 1, int.MaxValue),
            (nameof(type.Damage), type.Damage, 0, int.MaxValue),
            (nameof(type.AttackRange), type.AttackRange, 0, LegalActions.Reach),
            (nameof(type.ProduceTime), type.ProduceTime, 0, int.MaxValue),
            (nameof(type.MoveTime), type.MoveTime, 0, int.MaxValue),
            (nameof(type.AttackTime), type.AttackTime, 0, int.MaxValue),
            (nameof(type.HarvestTime), type.HarvestTime, 0, int.MaxValue),
            (nameof(type.HarvestAmount), type.HarvestAmount, 0, int.MaxValue),
        })
        {
            if (value < min || value > max)
            {
                throw new ArgumentException($"{kind}.{name}: expected a number from {min} to {max}, got {value}.", nameof(type));
            }
        }

        foreach (UnitKind product in type.Produces)
        {
            if (product is < 0 or >= (UnitKind)Count)
            {
                throw new ArgumentException($"{kind}.{nameof(type.Produces)}: expected kinds of units, got {product}.", nameof(type));
            }
        }
    }
}
