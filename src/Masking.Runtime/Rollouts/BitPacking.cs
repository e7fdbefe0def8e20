using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Masking.Rollouts;

/// <summary>Packs flags into bits: eight flags per byte, the first in the lowest bit.</summary>
internal static class BitPacking
{
    private const int BitsPerByte = 8;

    /// <summary>The eight flags, one byte each, of every value of a packed byte.</summary>
    private static readonly ulong[] UnpackedBytes = [.. Enumerable.Range(0, 1 << BitsPerByte).Select(UnpackByte)];

    /// <summary>Returns the number of bytes that a number of flags takes.</summary>
    public static long BytesFor(long flags) => (flags + BitsPerByte - 1) / BitsPerByte;

    /// <summary>Packs flags. Every non-zero byte of a flag is true, because native code may write other values than 1.</summary>
    public static void Pack(ReadOnlySpan<bool> flags, Span<byte> packed)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(flags);
        int at = 0;
        for (; at + Vector256<byte>.Count <= bytes.Length; at += Vector256<byte>.Count)
        {
            uint isFalse = Vector256
                .Equals(Vector256.Create(bytes.Slice(at, Vector256<byte>.Count)), Vector256<byte>.Zero)
                .ExtractMostSignificantBits();
            BinaryPrimitives.WriteUInt32LittleEndian(packed[(at / BitsPerByte)..], ~isFalse);
        }

        packed[(at / BitsPerByte)..(int)BytesFor(bytes.Length)].Clear();
        for (; at < bytes.Length; at++)
        {
            packed[at / BitsPerByte] |= (byte)(bytes[at] == 0 ? 0 : 1 << (at % BitsPerByte));
        }
    }

    /// <summary>Unpacks flags until the destination is full.</summary>
    public static void Unpack(ReadOnlySpan<byte> packed, Span<bool> flags)
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(flags);
        int at = 0;
        for (; at + BitsPerByte <= bytes.Length; at += BitsPerByte)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[at..], UnpackedBytes[packed[at / BitsPerByte]]);
        }

        for (; at < bytes.Length; at++)
        {
            bytes[at] = (byte)((packed[at / BitsPerByte] >> (at % BitsPerByte)) & 1);
        }
    }

    private static ulong UnpackByte(int flags)
    {
        ulong bytes = 0;
        for (int bit = 0; bit < BitsPerByte; bit++)
        {
            bytes |= (ulong)((flags >> bit) & 1) << (bit * BitsPerByte);
        }

        return bytes;
    }
}
