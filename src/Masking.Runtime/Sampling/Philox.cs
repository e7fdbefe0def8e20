using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Masking.Sampling;

/// <summary>
/// Philox4x32-10: four random 32-bit words as a pure function of a 128-bit counter and a 64-bit key.
/// </summary>
/// <remarks>Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3".</remarks>
internal static class Philox
{
    /// <summary>The number of counters that <see cref="Blocks"/> processes together.</summary>
    public const int Lanes = 4;

    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>The four words for one counter and key.</summary>
    public static (uint X0, uint X1, uint X2, uint X3) Block(uint c0, uint c1, uint c2, uint c3, ulong key)
    {
        uint k0 = (uint)key;
        uint k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * c0;
            ulong product1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(product1 >> 32) ^ c1 ^ k0, (uint)product1, (uint)(product0 >> 32) ^ c3 ^ k1, (uint)product0);
            k0 += Weyl0;
            k1 += Weyl1;
        }

        return (c0, c1, c2, c3);
    }

    /// <summary>The four words for each of four counters with one key. A lane holds one word, in its lower half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<ulong> X0, Vector256<ulong> X1, Vector256<ulong> X2, Vector256<ulong> X3) Blocks(
        Vector256<ulong> c0, Vector256<ulong> c1, Vector256<ulong> c2, Vector256<ulong> c3, ulong key)
    {
        uint k0 = (uint)key;
        uint k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            Vector256<ulong> product0 = Product(c0, Vector256.Create((ulong)Multiplier0));
            Vector256<ulong> product1 = Product(c2, Vector256.Create((ulong)Multiplier1));

            // The upper halves are not cleared, because the products ignore them.
            c0 = (product1 >> 32) ^ c1 ^ Vector256.Create((ulong)k0);
            c1 = product1;
            c2 = (product0 >> 32) ^ c3 ^ Vector256.Create((ulong)k1);
            c3 = product0;
            k0 += Weyl0;
            k1 += Weyl1;
        }

        return (LowerHalf(c0), LowerHalf(c1), LowerHalf(c2), LowerHalf(c3));
    }

    /// <summary>The 64-bit products of the lower halves, which are 32-bit numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Product(Vector256<ulong> left, Vector256<ulong> right) =>
        Avx2.IsSupported ? Avx2.Multiply(left.AsUInt32(), right.AsUInt32()) : LowerHalf(left) * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> LowerHalf(Vector256<ulong> words) => words & Vector256.Create((ulong)uint.MaxValue);
}
