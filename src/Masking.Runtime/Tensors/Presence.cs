using System.Runtime.InteropServices;

namespace Masking.Tensors;

/// <summary>Reads presence masks in host memory. As in libtorch, every byte other than 0 is true.</summary>
internal static class Presence
{
    /// <summary>The number of flags that are true.</summary>
    public static int Count(ReadOnlySpan<bool> present) => present.Length - MemoryMarshal.AsBytes(present).Count((byte)0);

    /// <summary>The indices of the flags that are true, in ascending order.</summary>
    public static int[] IndicesOf(ReadOnlySpan<bool> present)
    {
        ReadOnlySpan<byte> flags = MemoryMarshal.AsBytes(present);
        int[] indices = new int[Count(present)];
        int index = -1;
        for (int row = 0; row < indices.Length; row++)
        {
            index += 1 + flags[(index + 1)..].IndexOfAnyExcept((byte)0);
            indices[row] = index;
        }

        return indices;
    }
}
