using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Masking.Kernels;

/// <summary>Flags, eight at a time.</summary>
internal static class MaskVectors
{
    /// <summary>All bits of a lane where its flag is true.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> At(ReadOnlySpan<bool> flags, int first)
    {
        ulong eight = MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(flags.Slice(first, Vector256<int>.Count)));
        Vector128<ushort> words = Vector128.WidenLower(Vector128.CreateScalar(eight).AsByte());
        return Vector256.GreaterThan(Vector256.Create(Vector128.WidenLower(words), Vector128.WidenUpper(words)), Vector256<uint>.Zero).AsInt32();
    }
}
