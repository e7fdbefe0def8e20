using Masking.Samples.Training;

namespace Masking.Samples.ConnectFour;

/// <summary>What an agent makes of a position.</summary>
/// <param name="Probabilities">How probable each column is that it moves; 0 for full ones.</param>
/// <param name="Value">How it expects the game to end for the side that moves: 1 is a sure win, -1 a sure loss.</param>
public sealed record Thoughts(IReadOnlyList<float> Probabilities, float Value)
{
    /// <summary>The most probable column.</summary>
    public Column Best => Position.AllColumns.MaxBy(column => Probabilities[(int)column]);

    /// <summary>A column that is drawn from the probabilities.</summary>
    /// <param name="random">The random numbers.</param>
    public Column Pick(RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(random);
        double left = random.Next() * Probabilities.Sum();
        return Position.AllColumns.FirstOrDefault(column => (left -= Probabilities[(int)column]) < 0, Best);
    }
}
