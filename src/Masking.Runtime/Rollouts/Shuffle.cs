namespace Masking.Rollouts;

/// <summary>Puts things into random order.</summary>
internal static class Shuffle
{
    /// <summary>
    /// The numbers from 0 in an order that is a function of the draw; every order is as probable as any other, up to 2^-32 of the number.
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
