namespace Masking.Samples.MicroRts.Engine;

/// <content>Which actions are legal. Cells that actions under way will occupy are legal targets; they lead to conflicts.</content>
public sealed partial class GameState
{
    /// <summary>Returns the legal actions of a unit.</summary>
    /// <param name="unit">The index in <see cref="Units"/> of a unit of a player.</param>
    public LegalActions LegalActionsOf(int unit)
    {
        ref readonly Unit actor = ref _units[unit];
        UnitType type = Types[actor.Kind];
        int cell = CellOf(actor);
        int free = 0;
        int harvests = 0;
        int returns = 0;
        ulong attacks = type is { CanAttack: true, AttackRange: > 1 } ? AttacksWithinRange(actor, type.AttackRange) : 0;
        for (Direction direction = 0; direction < (Direction)Board.Directions; direction++)
        {
            int neighbor = Board.Neighbor(cell, direction);
            if (neighbor < 0)
            {
                continue;
            }

            int bit = 1 << (int)direction;
            if (_units.IsFree(neighbor))
            {
                free |= bit;
                continue;
            }

            ref readonly Unit other = ref _units[_units.At(neighbor)];
            if (type is { CanAttack: true, AttackRange: 1 } && IsEnemy(actor, other))
            {
                attacks |= AttackBit(actor, other);
            }
            else if (type.CanHarvest && actor.Resources == 0 && Types[other.Kind].IsResource)
            {
                harvests |= bit;
            }
            else if (type.CanHarvest && actor.Resources > 0 && other.Player == actor.Player && Types[other.Kind].IsStockpile)
            {
                returns |= bit;
            }
        }

        int products = free == 0 ? 0 : AffordableProducts(type, _resources[actor.Player]);
        return new LegalActions(
            (byte)(type.CanMove ? free : 0),
            (byte)harvests,
            (byte)returns,
            (byte)(products == 0 ? 0 : free),
            (byte)products,
            attacks);
    }

    private static bool IsEnemy(in Unit unit, in Unit other) => other.Player != Unit.Nobody && other.Player != unit.Player;

    private static ulong AttackBit(in Unit unit, in Unit other) => LegalActions.AttackBit(other.X - unit.X, other.Y - unit.Y) ?? 0;

    private ulong AttacksWithinRange(in Unit unit, int range)
    {
        ulong attacks = 0;
        foreach (ref readonly Unit other in Units)
        {
            (int x, int y) = (other.X - unit.X, other.Y - unit.Y);
            if (IsEnemy(unit, other) && (x * x) + (y * y) <= range * range)
            {
                attacks |= AttackBit(unit, other);
            }
        }

        return attacks;
    }

    private int AffordableProducts(UnitType type, int resources)
    {
        int products = 0;
        for (int i = 0; i < type.Produces.Count; i++)
        {
            UnitKind kind = type.Produces[i];
            products |= Types[kind].Cost <= resources ? 1 << (int)kind : 0;
        }

        return products;
    }
}
