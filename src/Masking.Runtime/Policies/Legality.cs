namespace Masking;

/// <summary>Reads masks in host memory.</summary>
internal static class Legality
{
    /// <summary>The rows without a choice that is true in the mask and, where there is a second one, in both.</summary>
    /// <param name="batch">The number of rows.</param>
    /// <param name="mask">A mask, row by row.</param>
    /// <param name="second">Another of the same size; empty where there is none.</param>
    public static List<long> RowsWithoutChoice(long batch, ReadOnlySpan<bool> mask, ReadOnlySpan<bool> second)
    {
        List<long> empty = [];
        for (int row = 0; row < batch; row++)
        {
            int width = (int)(mask.Length / batch);
            ReadOnlySpan<bool> first = mask.Slice(row * width, width);
            if (!(second.IsEmpty ? first.Contains(true) : AnyInBoth(first, second.Slice(row * width, width))))
            {
                empty.Add(row);
            }
        }

        return empty;
    }

    private static bool AnyInBoth(ReadOnlySpan<bool> first, ReadOnlySpan<bool> second)
    {
        for (int i = 0; i < first.Length; i++)
        {
            if (first[i] && second[i])
            {
                return true;
            }
        }

        return false;
    }
}
