namespace Masking.Runtime.Tests;

internal static class ChiSquared
{
    /// <summary>The normal quantile that a correct sampler exceeds with a probability of one in a million.</summary>
    private const double Quantile = 4.753;

    /// <summary>Pearson's test of counts against probabilities. Choices of probability 0 must not occur.</summary>
    public static void Fits(double[] probs, long[] counts)
    {
        long draws = counts.Sum();
        double statistic = 0;
        int cells = 0;
        for (int i = 0; i < probs.Length; i++)
        {
            double expected = probs[i] * draws;
            if (probs[i] == 0)
            {
                Assert.Equal(0, counts[i]);
                continue;
            }

            Assert.True(expected >= 5, $"cell {i} expects {expected} draws, too few for the test");
            statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
            cells++;
        }

        double limit = Limit(cells - 1);
        Assert.True(statistic <= limit, $"chi-squared {statistic:F1} of {cells} cells exceeds {limit:F1}");
    }

    // Wilson and Hilferty 1931: the cube root of chi-squared over its degrees of freedom is nearly normal.
    private static double Limit(int freedom) =>
        freedom == 0 ? 1e-9 : freedom * Math.Pow(1 - (2.0 / (9 * freedom)) + (Quantile * Math.Sqrt(2.0 / (9 * freedom))), 3);
}
