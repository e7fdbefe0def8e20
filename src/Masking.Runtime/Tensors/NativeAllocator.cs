using System.Runtime.InteropServices;

namespace Masking;

/// <summary>Settings of the native memory allocator, from which libtorch takes the memory of CPU tensors.</summary>
/// <example>
/// <code><![CDATA[
/// bool isKept = NativeAllocator.KeepFreedMemory();            // once, at the start of the program
/// Console.WriteLine(isKept ? "Freed memory is kept for reuse." : "This allocator needs no settings.");
/// ]]></code>
/// </example>
public static class NativeAllocator
{
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MmapThreshold = -3;

    private static readonly Lazy<bool> IsKept = new(Configure);

    /// <summary>
    /// Makes glibc keep freed memory instead of returning every large block to the operating system, which has to be mapped again page by
    /// page. Training steps on the CPU become faster, and the process keeps the memory of its peak.
    /// </summary>
    /// <remarks>
    /// It sets <c>M_MMAP_THRESHOLD</c>, <c>M_TRIM_THRESHOLD</c> and <c>M_TOP_PAD</c> with <c>mallopt</c>. Call it before large tensors are
    /// created. Calling it again has no effect.
    /// </remarks>
    /// <returns>False if the process does not use glibc on Linux. The call then has no effect.</returns>
    public static bool KeepFreedMemory() => IsKept.Value;

    private static bool Configure()
    {
        if (!OperatingSystem.IsLinux()
            || !NativeLibrary.TryLoad("libc.so.6", out nint library)
            || !NativeLibrary.TryGetExport(library, "gnu_get_libc_version", out _)
            || !NativeLibrary.TryGetExport(library, "mallopt", out nint address))
        {
            return false;
        }

        Mallopt mallopt = Marshal.GetDelegateForFunctionPointer<Mallopt>(address);

        // Versions of glibc before 2.35 accept at most 32 MB.
        bool isLarge = mallopt(MmapThreshold, 1 << 30) == 1 || mallopt(MmapThreshold, 32 << 20) == 1;
        return isLarge && mallopt(TrimThreshold, int.MaxValue) == 1 && mallopt(TopPad, 256 << 20) == 1;
    }

    private delegate int Mallopt(int parameter, int value);
}
