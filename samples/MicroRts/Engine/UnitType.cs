namespace Masking.Samples.MicroRts.Engine;

/// <summary>The properties that all units of a kind share. Times are in cycles.</summary>
public sealed record UnitType
{
    /// <summary>The resources that producing a unit costs.</summary>
    public required int Cost { get; init; }

    /// <summary>The hit points of a new unit.</summary>
    public required int HitPoints { get; init; }

    /// <summary>The hit points that an attack takes.</summary>
    public required int Damage { get; init; }

    /// <summary>
    /// The greatest Euclidean distance of an attack, at most <see cref="LegalActions.Reach"/>. With 1, the four neighboring cells.
    /// </summary>
    public required int AttackRange { get; init; }

    /// <summary>The duration of producing a unit of this kind.</summary>
    public required int ProduceTime { get; init; }

    /// <summary>The duration of a move, and of returning resources.</summary>
    public required int MoveTime { get; init; }

    /// <summary>The duration of an attack.</summary>
    public required int AttackTime { get; init; }

    /// <summary>The duration of harvesting.</summary>
    public required int HarvestTime { get; init; }

    /// <summary>The resources that a unit takes at once.</summary>
    public required int HarvestAmount { get; init; }

    /// <summary>Whether units can be harvested.</summary>
    public bool IsResource { get; init; }

    /// <summary>Whether resources can be returned to units.</summary>
    public bool IsStockpile { get; init; }

    /// <summary>Whether units can harvest.</summary>
    public bool CanHarvest { get; init; }

    /// <summary>Whether units can move.</summary>
    public bool CanMove { get; init; }

    /// <summary>Whether units can attack.</summary>
    public bool CanAttack { get; init; }

    /// <summary>The kinds that units can produce.</summary>
    public IReadOnlyList<UnitKind> Produces { get; init; } = [];
}
