namespace Masking.Samples.MicroRts.Engine;

/// <summary>
/// The rewards of one player in one cycle. All but the first count the player's orders after the check of their legality, and before
/// conflicts are resolved.
/// </summary>
/// <param name="WinLoss">When the game is over, 1 for the winner and -1 otherwise; 0 before.</param>
/// <param name="Resources">The number of harvests and returns.</param>
/// <param name="Workers">The number of workers that are ordered.</param>
/// <param name="Buildings">The number of bases and barracks that are ordered.</param>
/// <param name="Attacks">The number of attacks on cells with an enemy unit, minus those on cells with an own unit.</param>
/// <param name="CombatUnits">The number of light, heavy and ranged units that are ordered.</param>
public readonly record struct Rewards(int WinLoss, int Resources, int Workers, int Buildings, int Attacks, int CombatUnits);
