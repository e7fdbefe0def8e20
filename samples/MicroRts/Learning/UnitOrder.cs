using Masking.Samples.MicroRts.Engine;

namespace Masking.Samples.MicroRts.Learning;

/// <summary>The choice for one unit: 6, 4, 4, 4, 4, 7 and 49 values, in the order of <see cref="LegalActions.WriteFlags"/>.</summary>
/// <param name="Type">The type of the action.</param>
/// <param name="Move">The direction of a move.</param>
/// <param name="Harvest">The direction of the deposit.</param>
/// <param name="Return">The direction of the stockpile.</param>
/// <param name="Side">The direction of the cell in which a unit is produced.</param>
/// <param name="Product">The <see cref="UnitKind"/> of the product, as a number, because <see cref="UnitKind.None"/> is no choice.</param>
/// <param name="Target">The attacked cell among the 7×7 cells around the unit, row by row.</param>
public readonly record struct UnitOrder(
    ActionType Type,
    [ActiveWhen(nameof(UnitOrder.Type), ActionType.Move)] Direction Move,
    [ActiveWhen(nameof(UnitOrder.Type), ActionType.Harvest)] Direction Harvest,
    [ActiveWhen(nameof(UnitOrder.Type), ActionType.Return)] Direction Return,
    [ActiveWhen(nameof(UnitOrder.Type), ActionType.Produce)] Direction Side,
    [ActionMask(Choices = UnitTypes.Count), ActiveWhen(nameof(UnitOrder.Type), ActionType.Produce)] int Product,
    [ActionMask(Choices = LegalActions.Targets), ActiveWhen(nameof(UnitOrder.Type), ActionType.Attack)] int Target);
