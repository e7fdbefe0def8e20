namespace Masking.Samples.MicroRts.Engine;

/// <summary>An action of a unit, with the fields of the protocol of the original game.</summary>
/// <param name="Type">What the unit does.</param>
/// <param name="Parameter">The duration of <see cref="ActionType.None"/> in cycles; the <see cref="Direction"/> of a move, a harvest, a
/// return and a production; -1 for an attack.</param>
/// <param name="X">The column of the cell that is attacked; 0 for other actions.</param>
/// <param name="Y">The row of the cell that is attacked; 0 for other actions.</param>
/// <param name="Product">The kind of the unit that is produced; <see cref="UnitKind.None"/> for other actions.</param>
public readonly record struct UnitAction(ActionType Type, int Parameter, int X = 0, int Y = 0, UnitKind Product = UnitKind.None)
{
    /// <summary>The direction of a move, a harvest, a return or a production.</summary>
    public Direction Direction => (Direction)Parameter;

    /// <summary>Waits.</summary>
    /// <param name="duration">The number of cycles. With -1, the unit is free again after this cycle.</param>
    public static UnitAction None(int duration) => new(ActionType.None, duration);

    /// <summary>Moves to a neighboring cell.</summary>
    /// <param name="direction">The direction.</param>
    public static UnitAction Move(Direction direction) => new(ActionType.Move, (int)direction);

    /// <summary>Takes resources from a neighboring cell.</summary>
    /// <param name="direction">The direction.</param>
    public static UnitAction Harvest(Direction direction) => new(ActionType.Harvest, (int)direction);

    /// <summary>Brings the carried resources to a neighboring stockpile.</summary>
    /// <param name="direction">The direction.</param>
    public static UnitAction Return(Direction direction) => new(ActionType.Return, (int)direction);

    /// <summary>Creates a unit in a neighboring cell.</summary>
    /// <param name="direction">The direction.</param>
    /// <param name="product">The kind of the new unit.</param>
    public static UnitAction Produce(Direction direction, UnitKind product) =>
        new(ActionType.Produce, (int)direction, Product: product);

    /// <summary>Damages the unit in a cell.</summary>
    /// <param name="x">The column.</param>
    /// <param name="y">The row.</param>
    public static UnitAction Attack(int x, int y) => new(ActionType.Attack, -1, x, y);
}
