namespace Masking.Samples.MicroRts.Engine;

/// <summary>An action under way.</summary>
/// <param name="Unit">The index of the unit in <see cref="GameState.Units"/>.</param>
/// <param name="IssuedAt">The time of the order.</param>
/// <param name="Duration">The number of cycles until the action takes effect.</param>
/// <param name="Action">The action.</param>
/// <param name="TargetCell">The cell that a move or a production will occupy; -1 for other actions.</param>
/// <param name="Price">The cost of the product of a production; 0 for other actions.</param>
public readonly record struct Assignment(int Unit, int IssuedAt, int Duration, UnitAction Action, int TargetCell, int Price)
{
    /// <summary>Creates the assignment of waiting.</summary>
    /// <param name="unit">The index of the unit.</param>
    /// <param name="issuedAt">The time of the order.</param>
    /// <param name="duration">The number of cycles.</param>
    public static Assignment Waiting(int unit, int issuedAt, int duration) =>
        new(unit, issuedAt, duration, UnitAction.None(duration), TargetCell: -1, Price: 0);
}
