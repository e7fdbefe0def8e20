using Masking.Samples.HiddenDanger;

namespace Masking.Samples.Tests;

public sealed class EpisodeStatisticsTests
{
    [Fact]
    public void Episodes_AreCountedByTheirReturns()
    {
        // The longest and the shortest episode of each kind, and a truncated one.
        EpisodeStatistics tally = EpisodeStatistics.FromReturns([0.99, 0.6, -1.01, -1.4, -0.4]);

        Assert.Equal(0.4, tally.Found, precision: 10);
        Assert.Equal(0.4, tally.Bitten, precision: 10);
        Assert.Equal(0.2, tally.OutOfTime, precision: 10);
        Assert.Equal(-0.244, tally.MeanReturn, precision: 10);
        Assert.Equal(
            "finds the watermelon on 40.0 %, is bitten on 40.0 %, runs out of time on 20.0 %; mean return -0.24",
            tally.ToString()
        );
    }
}
