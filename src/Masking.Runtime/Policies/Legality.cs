using System.Runtime.InteropServices;

namespace Masking.Policies;

/// <summary>Reads masks in host memory. As in libtorch, every byte of a flag but 0 is true.</summary>
internal static class Legality
{
    /// <summary>The rows without a choice that is true in the mask and, where there is a second one, in both.</summary>
    /// <param name="batch">The number of rows.</param>
    /// <param name="mask">A mask, row by row.</param>
    /// <param name="second">Another of the same size; empty where there is none.</param>
    public static List<long> RowsWithoutChoice(long batch, ReadOnlySpan<bool> mask, ReadOnlySpan<bool> second)
    {
        ReadOnlySpan<byte> flags = MemoryMarshal.AsBytes(mask);
        ReadOnlySpan<byte> others = MemoryMarshal.AsBytes(second);
        List<long> empty = [];
        for (int row = 0; row < batch; row++)
        {
            int width = (int)(flags.Length / batch);
            ReadOnlySpan<byte> first = flags.Slice(row * width, width);
            if (!(others.IsEmpty ? first.ContainsAnyExcept((byte)0) : AnyInBoth(first, others.Slice(row * width, width))))
            {
                empty.Add(row);
            }
        }

        return empty;
    }

    private static bool AnyInBoth(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
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
