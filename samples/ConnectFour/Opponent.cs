using Masking.Training;

namespace Masking.Samples.ConnectFour;

/// <summary>A scripted opponent to measure the strength of an agent.</summary>
/// <param name="Name">The name in results.</param>
/// <param name="Choose">Chooses a legal column.</param>
public sealed record Opponent(string Name, Func<Position, RandomNumbers, Column> Choose)
{
    /// <summary>Plays random legal moves.</summary>
    public static Opponent Random { get; } = new("the random player", RandomMove);

    /// <summary>
    /// Plays a winning move if there is one, else blocks a winning move of the other side, else plays a random legal move.
    /// </summary>
    public static Opponent OnePly { get; } = new("the win-or-block player", (position, random) =>
        WinningMove(position) ?? WinningMove(position.SwapSides()) ?? RandomMove(position, random));

    private static Column RandomMove(Position position, RandomNumbers random)
    {
        Column[] legal = [.. position.LegalColumns];
        return legal[random.Next(legal.Length)];
    }

    private static Column? WinningMove(Position position)
    {
        foreach (Column column in position.LegalColumns)
        {
            if (position.IsWinningMove(column))
            {
                return column;
            }
        }

        return null;
    }
}
