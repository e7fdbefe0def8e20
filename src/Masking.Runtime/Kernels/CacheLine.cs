using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Masking.Kernels;

/// <summary>The unit in which memory comes to the processor, which is as large as a vector.</summary>
internal static class CacheLine
{
    private const int Bytes = 64;

    /// <summary>The numbers in one.</summary>
    public static int Numbers<T>() where T : unmanaged => Bytes / Unsafe.SizeOf<T>();

    /// <summary>The first number of some memory with which a cache line begins.</summary>
    /// <param name="memory">The memory, on the stack or of an array that is not moved soon; where it is moved, reading it is slower and
    /// nothing else.</param>
    public static int Begin<T>(ReadOnlySpan<T> memory) where T : unmanaged
    {
        nint address = Unsafe.ByteOffset(ref Unsafe.NullRef<T>(), ref MemoryMarshal.GetReference(memory));
        return (int)(-address & (Bytes - 1)) / Unsafe.SizeOf<T>();
    }
}
