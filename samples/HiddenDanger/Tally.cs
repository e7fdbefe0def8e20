namespace Masking.Samples.HiddenDanger;

/// <summary>How episodes went.</summary>
/// <param name="Found">The share that found the watermelon.</param>
/// <param name="Bitten">The share that met the scorpion or the dragon.</param>
/// <param name="MeanReturn">The mean return.</param>
public readonly record struct Tally(double Found, double Bitten, double MeanReturn)
{
    // A return is 1, -1 or 0, less what at most 40 steps cost.
    private const double LeastOfFound = 0.5;
    private const double MostOfBitten = -0.9;

    /// <summary>The share that ran out of time.</summary>
    public double OutOfTime => 1 - Found - Bitten;

    /// <summary>Tells how episodes went by their returns.</summary>
    /// <param name="returns">The returns.</param>
    public static Tally Of(IReadOnlyList<double> returns)
    {
        ArgumentNullException.ThrowIfNull(returns);
        double count = returns.Count;
        return new Tally(
            returns.Count(each => each > LeastOfFound) / count,
            returns.Count(each => each < MostOfBitten) / count,
            returns.Average()
        );
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"finds the watermelon on {100 * Found:F1} %, is bitten on {100 * Bitten:F1} %, runs out of time on {100 * OutOfTime:F1} %; mean return {MeanReturn:F2}";
}
