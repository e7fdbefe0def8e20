using System.Runtime.InteropServices;

namespace Masking.Policies;

/// <summary>
/// Finds rows without a legal choice in masks and ranges in host memory. As in libtorch, every non-zero byte of a flag is true.
/// </summary>
internal static class LegalityCheck
{
    /// <summary>Returns the rows in which no choice is true in all given masks.</summary>
    /// <param name="batch">The number of rows.</param>
    /// <param name="mask"><c>(batch, choices)</c>, row-major.</param>
    /// <param name="second">A second mask of the same shape; empty if there is none.</param>
    public static IReadOnlyList<long> RowsWithoutLegalChoice(long batch, ReadOnlySpan<bool> mask, ReadOnlySpan<bool> second)
    {
        ReadOnlySpan<byte> flags = MemoryMarshal.AsBytes(mask);
        ReadOnlySpan<byte> others = MemoryMarshal.AsBytes(second);
        List<long>? rows = null; // usually stays null, so that a check allocates nothing
        for (int row = 0; row < batch; row++)
        {
            int width = (int)(flags.Length / batch);
            ReadOnlySpan<byte> first = flags.Slice(row * width, width);
            if (!(others.IsEmpty ? first.ContainsAnyExcept((byte)0) : AnyTrueInBoth(first, others.Slice(row * width, width))))
            {
                (rows ??= []).Add(row);
            }
        }

        return rows ?? (IReadOnlyList<long>)[];
    }

    /// <summary>Returns the rows whose interval does not overlap the declared one.</summary>
    /// <param name="range">The low and the high end of each row.</param>
    /// <param name="low">The low end of the declared interval.</param>
    /// <param name="high">The high end of the declared interval.</param>
    public static IReadOnlyList<long> RowsWithoutLegalNumber(ReadOnlySpan<float> range, float low, float high)
    {
        List<long>? rows = null; // usually stays null, so that a check allocates nothing
        for (int row = 0; row < range.Length / 2; row++)
        {
            if (!(Math.Max(range[2 * row], low) <= Math.Min(range[(2 * row) + 1], high)))
            {
                (rows ??= []).Add(row);
            }
        }

        return rows ?? (IReadOnlyList<long>)[];
    }

    private static bool AnyTrueInBoth(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        for (int i = 0; i < first.Length; i++)
        {
            if (first[i] != 0 && second[i] != 0)
            {
                return true;
            }
        }

        return false;
    }
}
