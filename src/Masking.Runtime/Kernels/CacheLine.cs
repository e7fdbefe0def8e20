using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Masking.Kernels;

/// <summary>The block in which the processor loads memory. It has the size of the largest vector.</summary>
internal static class CacheLine
{
    private const int Bytes = 64;

    /// <summary>The number of elements in a cache line.</summary>
    public static int Elements<T>() where T : unmanaged => Bytes / Unsafe.SizeOf<T>();

    /// <summary>The index of the first element at the start of a cache line.</summary>
    /// <param name="memory">
    /// Memory on the stack or of an array. If the garbage collector moves the array, reads become slower; the results stay the same.
    /// </param>
    public static int FirstAligned<T>(ReadOnlySpan<T> memory) where T : unmanaged
    {
        nint address = Unsafe.ByteOffset(ref Unsafe.NullRef<T>(), ref MemoryMarshal.GetReference(memory));
        return (int)(-address & (Bytes - 1)) / Unsafe.SizeOf<T>();
    }
}
