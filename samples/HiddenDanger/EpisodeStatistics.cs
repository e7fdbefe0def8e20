namespace Masking.Samples.HiddenDanger;

/// <summary>Statistics over episodes.</summary>
/// <param name="Found">The fraction of episodes in which the panda found the watermelon.</param>
/// <param name="Bitten">The fraction of episodes in which the panda met the scorpion or the dragon.</param>
/// <param name="MeanReturn">The mean return.</param>
public readonly record struct EpisodeStatistics(double Found, double Bitten, double MeanReturn)
{
    // A return is 1, -1 or 0 minus at most 0.4 for 40 steps, so the return alone identifies the end of the episode.
    private const double MinReturnFound = 0.5;
    private const double MaxReturnBitten = -0.9;

    /// <summary>The fraction of episodes that were truncated.</summary>
    public double OutOfTime => 1 - Found - Bitten;

    /// <summary>Computes the statistics from the returns of episodes.</summary>
    /// <param name="returns">The returns.</param>
    public static EpisodeStatistics FromReturns(IReadOnlyList<double> returns)
    {
        ArgumentNullException.ThrowIfNull(returns);
        double count = returns.Count;
        return new EpisodeStatistics(
            returns.Count(each => each > MinReturnFound) / count,
            returns.Count(each => each < MaxReturnBitten) / count,
            returns.Average()
        );
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"finds the watermelon on {100 * Found:F1} %, is bitten on {100 * Bitten:F1} %, "
        + $"runs out of time on {100 * OutOfTime:F1} %; mean return {MeanReturn:F2}";
}
