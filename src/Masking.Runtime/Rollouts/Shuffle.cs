namespace Masking.Rollouts;

/// <summary>Creates random permutations.</summary>
internal static class Shuffle
{
    /// <summary>
    /// Returns a permutation of the numbers 0 … <paramref name="count"/> - 1, which is a function of the draw. All permutations are equally
    /// probable, up to the resolution 2^-32 of the random numbers.
    /// </summary>
    /// <remarks>Fisher and Yates 1938; Durstenfeld 1964, "Algorithm 235: Random permutation".</remarks>
    public static int[] Order(int count, RandomDraw draw)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int other = (int)(draw.Uniform(i, 0, 0) * (i + 1));
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }
}
