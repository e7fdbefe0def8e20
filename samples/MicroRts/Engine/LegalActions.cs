using System.Numerics;

namespace Masking.Samples.MicroRts.Engine;

/// <summary>
/// The legal actions of a unit, besides waiting, which is always legal. Bits of the directions are numbered as <see cref="Direction"/>.
/// </summary>
/// <param name="Moves">The directions in which the unit can move.</param>
/// <param name="Harvests">The directions in which it can harvest.</param>
/// <param name="Returns">The directions in which it can return resources.</param>
/// <param name="FreeSides">The directions in which it can produce, each of them every one of the products.</param>
/// <param name="Products">The kinds that it can produce, a bit for each <see cref="UnitKind"/>.</param>
/// <param name="Attacks">The cells that it can attack, a bit for each cell of the 7×7 cells around the unit, row by row.</param>
public readonly record struct LegalActions(byte Moves, byte Harvests, byte Returns, byte FreeSides, byte Products, ulong Attacks)
{
    /// <summary>The greatest distance of an attack in columns, and in rows.</summary>
    public const int Reach = 3;

    /// <summary>The number of columns, and of rows, of the cells around a unit that it may attack.</summary>
    public const int ReachSize = (2 * Reach) + 1;

    /// <summary>The number of cells around a unit that it may attack.</summary>
    public const int Targets = ReachSize * ReachSize;

    /// <summary>
    /// The number of flags of a unit: 6 types of actions; 4 directions each of moves, harvests, returns and productions; 7 products; 49
    /// cells to attack.
    /// </summary>
    public const int Flags = AttackFlags + Targets;

    private const int MoveFlags = 6;
    private const int HarvestFlags = MoveFlags + Board.Directions;
    private const int ReturnFlags = HarvestFlags + Board.Directions;
    private const int SideFlags = ReturnFlags + Board.Directions;
    private const int ProductFlags = SideFlags + Board.Directions;
    private const int AttackFlags = ProductFlags + UnitTypes.Count;

    /// <summary>Returns the number of legal actions of a type.</summary>
    /// <param name="type">The type.</param>
    public int Count(ActionType type) => type switch
    {
        ActionType.None => 1,
        ActionType.Move => BitOperations.PopCount(Moves),
        ActionType.Harvest => BitOperations.PopCount(Harvests),
        ActionType.Return => BitOperations.PopCount(Returns),
        ActionType.Produce => BitOperations.PopCount(FreeSides) * BitOperations.PopCount(Products),
        _ => BitOperations.PopCount(Attacks),
    };

    /// <summary>Returns one of the legal actions of a type, except waiting.</summary>
    /// <param name="type">The type.</param>
    /// <param name="number">The number of the action, less than <see cref="Count"/>.</param>
    /// <param name="unit">The unit whose actions these are.</param>
    public UnitAction ActionAt(ActionType type, int number, in Unit unit)
    {
        switch (type)
        {
            case ActionType.Move:
                return new UnitAction(type, BitAt(Moves, number));
            case ActionType.Harvest:
                return new UnitAction(type, BitAt(Harvests, number));
            case ActionType.Return:
                return new UnitAction(type, BitAt(Returns, number));
            case ActionType.Produce:
                int sides = BitOperations.PopCount(FreeSides);
                return UnitAction.Produce(
                    (Direction)BitAt(FreeSides, number % sides), (UnitKind)BitAt(Products, number / sides));
            default:
                int cell = BitAt(Attacks, number);
                return UnitAction.Attack(unit.X - Reach + (cell % ReachSize), unit.Y - Reach + (cell / ReachSize));
        }
    }

    /// <summary>Whether an action is legal.</summary>
    /// <param name="action">The action.</param>
    /// <param name="unit">The unit whose actions these are.</param>
    public bool Contains(UnitAction action, in Unit unit) => action.Type switch
    {
        ActionType.None => true,
        ActionType.Move => Has(Moves, action.Parameter),
        ActionType.Harvest => Has(Harvests, action.Parameter),
        ActionType.Return => Has(Returns, action.Parameter),
        ActionType.Produce => Has(FreeSides, action.Parameter) && Has(Products, (int)action.Product),
        ActionType.Attack => AttackBit(action.X - unit.X, action.Y - unit.Y) is { } bit && (Attacks & bit) != 0,
        _ => false,
    };

    /// <summary>Writes a flag for each type of action and each value of its parameters: whether some legal action has it.</summary>
    /// <param name="flags">The <see cref="Flags"/> flags, which are all written.</param>
    public void WriteFlags(Span<bool> flags)
    {
        uint types = 1u
            | (Moves != 0 ? 1u << (int)ActionType.Move : 0)
            | (Harvests != 0 ? 1u << (int)ActionType.Harvest : 0)
            | (Returns != 0 ? 1u << (int)ActionType.Return : 0)
            | (Products != 0 ? 1u << (int)ActionType.Produce : 0)
            | (Attacks != 0 ? 1u << (int)ActionType.Attack : 0);
        uint others = types
            | ((uint)Moves << MoveFlags)
            | ((uint)Harvests << HarvestFlags)
            | ((uint)Returns << ReturnFlags)
            | ((uint)FreeSides << SideFlags)
            | ((uint)Products << ProductFlags);
        WriteBits(others, flags[..AttackFlags]);
        WriteBits(Attacks, flags[AttackFlags..Flags]);
    }

    /// <summary>Returns the legal actions of the unit on the board turned by 180°.</summary>
    public LegalActions Turned() =>
        new(TurnDirections(Moves), TurnDirections(Harvests), TurnDirections(Returns), TurnDirections(FreeSides), Products, TurnTargets());

    /// <summary>The bit of a cell that may be attacked; null if it is out of reach.</summary>
    /// <param name="x">The column of the cell minus that of the unit.</param>
    /// <param name="y">The row of the cell minus that of the unit.</param>
    internal static ulong? AttackBit(int x, int y) => x is >= -Reach and <= Reach && y is >= -Reach and <= Reach
        ? 1UL << (((y + Reach) * ReachSize) + x + Reach)
        : null;

    /// <summary>Exchanges the bits of opposite directions.</summary>
    private static byte TurnDirections(byte bits) => (byte)((bits << 2 | bits >> 2) & 0xF);

    private ulong TurnTargets()
    {
        ulong turned = 0;
        for (ulong rest = Attacks; rest != 0; rest &= rest - 1)
        {
            turned |= 1UL << (Targets - 1 - BitOperations.TrailingZeroCount(rest));
        }

        return turned;
    }

    private static void WriteBits(ulong bits, Span<bool> flags)
    {
        for (int i = 0; i < flags.Length; i++)
        {
            flags[i] = (bits >> i & 1) != 0;
        }
    }

    private static bool Has(byte bits, int number) => number is >= 0 and < 8 && (bits >> number & 1) != 0;

    /// <summary>Returns the number of a bit that is set, where <paramref name="skip"/> lower ones are.</summary>
    private static int BitAt(ulong bits, int skip)
    {
        for (; skip > 0; skip--)
        {
            bits &= bits - 1;
        }

        return BitOperations.TrailingZeroCount(bits);
    }
}
