using Masking.Samples.Training;

namespace Masking.Samples.ConnectFour;

/// <summary>Someone to measure an agent against.</summary>
/// <param name="Name">What results call it.</param>
/// <param name="Choose">Chooses a legal column.</param>
public sealed record Opponent(string Name, Func<Position, RandomNumbers, Column> Choose)
{
    /// <summary>Plays anything legal.</summary>
    public static Opponent Random { get; } = new("the random player", AnyOf);

    /// <summary>Wins where one move does; else prevents that the other side does; else plays anything legal.</summary>
    public static Opponent OnePly { get; } = new("the win-or-block player", (position, random) =>
        Winning(position) ?? Winning(position.OtherSide()) ?? AnyOf(position, random));

    private static Column AnyOf(Position position, RandomNumbers random)
    {
        Column[] legal = [.. position.LegalColumns];
        return legal[random.Next(legal.Length)];
    }

    private static Column? Winning(Position position)
    {
        foreach (Column column in position.LegalColumns)
        {
            if (position.Wins(column))
            {
                return column;
            }
        }

        return null;
    }
}
