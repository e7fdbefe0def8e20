namespace Masking.Samples.MicroRts.Engine;

/// <summary>An order of a player.</summary>
/// <param name="UnitId">The number of one of the player's units.</param>
/// <param name="Action">What the unit shall do.</param>
public readonly record struct Order(int UnitId, UnitAction Action);
