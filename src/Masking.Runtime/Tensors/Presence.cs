using System.Runtime.InteropServices;

namespace Masking.Tensors;

/// <summary>Reads presence masks in host memory. As in libtorch, every byte of a flag but 0 is true.</summary>
internal static class Presence
{
    /// <summary>How many flags are true.</summary>
    public static int Count(ReadOnlySpan<bool> present) => present.Length - MemoryMarshal.AsBytes(present).Count((byte)0);

    /// <summary>The places of the flags that are true, in ascending order.</summary>
    public static int[] Places(ReadOnlySpan<bool> present)
    {
        ReadOnlySpan<byte> flags = MemoryMarshal.AsBytes(present);
        int[] places = new int[Count(present)];
        int place = -1;
        for (int row = 0; row < places.Length; row++)
        {
            place += 1 + flags[(place + 1)..].IndexOfAnyExcept((byte)0);
            places[row] = place;
        }

        return places;
    }
}
