using Masking.Samples.MicroRts.Engine;

namespace Masking.Samples.MicroRts;

/// <summary>The result of several games.</summary>
/// <param name="Games">The number of games.</param>
/// <param name="Won">The number of games that the player won.</param>
/// <param name="Lost">The number of games that the opponent won.</param>
/// <param name="Cycles">The number of cycles of all games.</param>
public readonly record struct SeriesResult(int Games, int Won, int Lost, long Cycles)
{
    /// <summary>The number of draws.</summary>
    public int Drawn => Games - Won - Lost;

    /// <summary>Returns the result with another game.</summary>
    /// <param name="end">The last state of the game.</param>
    /// <param name="side">The side of the player in this game, 0 or 1.</param>
    internal SeriesResult Add(GameState end, int side) => new(
        Games + 1,
        Won + (end.Winner == side ? 1 : 0),
        Lost + (end.Winner == 1 - side ? 1 : 0),
        Cycles + end.Time);
}
