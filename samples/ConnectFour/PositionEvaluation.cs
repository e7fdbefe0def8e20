using Masking.Training;

namespace Masking.Samples.ConnectFour;

/// <summary>The output of an agent for a position.</summary>
/// <param name="Probabilities">The probability of each column; 0 for full columns.</param>
/// <param name="Value">The expected result for the side to move, from -1 (loss) to 1 (win).</param>
public sealed record PositionEvaluation(IReadOnlyList<float> Probabilities, float Value)
{
    /// <summary>The most probable column.</summary>
    public Column BestMove => Position.AllColumns.MaxBy(column => Probabilities[(int)column]);

    /// <summary>Samples a column from the probabilities.</summary>
    /// <param name="random">The random numbers.</param>
    public Column SampleMove(RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(random);
        double remaining = random.Next() * Probabilities.Sum();
        return Position.AllColumns.FirstOrDefault(column => (remaining -= Probabilities[(int)column]) < 0, BestMove);
    }
}
