using System.Runtime.InteropServices;
using CsCheck;

namespace Masking.Runtime.Tests.Rollouts;

public sealed class BitPackingTests
{
    [Fact]
    public void PackAndUnpack_AreInverse_AtAnyLength()
    {
        Property.Holds(Gen.Bool.Array[0, 200], flags =>
        {
            // The destination is not zero before.
            byte[] packed = [.. Enumerable.Repeat((byte)0xFF, (int)BitPacking.BytesFor(flags.Length))];
            bool[] unpacked = [.. flags.Select(flag => !flag)];

            BitPacking.Pack(flags, packed);
            BitPacking.Unpack(packed, unpacked);

            Assert.Equal(flags, unpacked);
        });
    }

    [Fact]
    public void TheFirstFlag_IsTheLowestBit()
    {
        byte[] packed = new byte[2];

        BitPacking.Pack([true, false, false, true, false, false, false, false, false, true], packed);

        Assert.Equal([0b1001, 0b10], packed);
    }

    [Fact]
    public void OtherBytes_AreNotWritten()
    {
        byte[] packed = [7, 7, 7];
        bool[] flags = [true, false, true, true];

        BitPacking.Pack([true, true], packed.AsSpan(1, 1));
        BitPacking.Unpack(packed.AsSpan(1, 1), flags.AsSpan(1, 2));

        Assert.Equal([7, 3, 7], packed);
        Assert.Equal([true, true, true, true], flags);
    }

    [Theory, InlineData(3), InlineData(40)]
    public void AByteThatIsNeither0Nor1_IsTrue_AndChangesNoOtherFlag(int length)
    {
        byte[] bytes = new byte[length];
        bytes[1] = 255;
        byte[] packed = new byte[BitPacking.BytesFor(length)];

        BitPacking.Pack(MemoryMarshal.Cast<byte, bool>(bytes), packed);

        Assert.Equal([2, .. new byte[packed.Length - 1]], packed);
    }

    [Theory, InlineData(0, 0), InlineData(1, 1), InlineData(8, 1), InlineData(9, 2), InlineData(19968, 2496)]
    public void EightFlags_TakeOneByte(long flags, long bytes) => Assert.Equal(bytes, BitPacking.BytesFor(flags));
}
