namespace Masking.Samples.MicroRts.Engine;

/// <summary>A unit on the board.</summary>
/// <param name="Id">The number that orders refer to. No other unit of the game has or had it.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Player">The owner, 0 or 1; <see cref="Nobody"/> for resources.</param>
/// <param name="X">The column.</param>
/// <param name="Y">The row.</param>
/// <param name="HitPoints">The hit points left.</param>
/// <param name="Resources">The resources that the unit carries, or that are left in a deposit.</param>
public record struct Unit(int Id, UnitKind Kind, int Player, int X, int Y, int HitPoints, int Resources)
{
    /// <summary>The owner of resources.</summary>
    public const int Nobody = -1;

    /// <summary>The type of the action under way; <see cref="ActionType.None"/> also if there is no action.</summary>
    public ActionType ActionUnderWay { get; internal set; }

    /// <summary>Whether an action is under way.</summary>
    public bool IsBusy { get; internal set; }
}
