using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Masking.Kernels;

/// <summary>
/// Vectors of eight numbers, which .NET supports on every processor. Rows are padded to whole vectors, so that kernels have no remainder to
/// handle. Lanes are summed in one fixed order, so that a row has the same result on every processor, to the bit.
/// </summary>
/// <remarks>
/// Vectors of sixteen numbers would be slower in general: on a processor without them, .NET emulates them by calls that are not inlined, at
/// a fifth of the speed.
/// </remarks>
internal static class Lanes
{
    /// <summary>The number of lanes of a vector.</summary>
    public const int Count = 8;

    /// <summary>The row stride: the width rounded up to whole vectors, and at least one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Padded(int width) => Math.Max(Count, (width + Count - 1) & -Count);

    /// <summary>The sum of the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256<float> lanes)
    {
        Vector128<float> half = lanes.GetLower() + lanes.GetUpper();
        half += Vector128.Shuffle(half, Vector128.Create(2, 3, 0, 1));
        return (half + Vector128.Shuffle(half, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    /// <summary>The greatest of the lanes, none of which is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Vector256<float> lanes)
    {
        Vector128<float> half = Vector128.MaxNative(lanes.GetLower(), lanes.GetUpper());
        half = Vector128.MaxNative(half, Vector128.Shuffle(half, Vector128.Create(2, 3, 0, 1)));
        return Vector128.MaxNative(half, Vector128.Shuffle(half, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    /// <summary>A vector mask: all bits of a lane are set where its flag is true.</summary>
    /// <param name="flags">The first of eight flags.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> FromFlags(ref readonly byte flags) =>
        Vector256.GreaterThan(Widen(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(in flags)).AsByte()), Vector256<int>.Zero);

    /// <summary>A vector mask of the first lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Prefix(int lanes) => Vector256.LessThan(Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7), Vector256.Create(lanes));

    /// <summary>Zero-extends the lower eight bytes to 32 bits each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Widen(Vector128<byte> bytes)
    {
        if (Avx2.IsSupported)
        {
            return Avx2.ConvertToVector256Int32(bytes);
        }

        Vector128<ushort> numbers = Vector128.WidenLower(bytes);
        return Vector256.Create(Vector128.WidenLower(numbers), Vector128.WidenUpper(numbers)).AsInt32();
    }
}
