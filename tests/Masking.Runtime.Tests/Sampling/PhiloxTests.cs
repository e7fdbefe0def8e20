using System.Runtime.Intrinsics;
using CsCheck;

namespace Masking.Runtime.Tests.Sampling;

public sealed class PhiloxTests
{
    /// <summary>The known answers that Random123 publishes for philox4x32 with 10 rounds (kat_vectors).</summary>
    [Theory]
    [InlineData(new uint[] { 0, 0, 0, 0 }, 0ul, new uint[] { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 })]
    [InlineData(
        new uint[] { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff },
        0xffffffff_fffffffful,
        new uint[] { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd }
    )]
    [InlineData(
        new uint[] { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 },
        0x299f31d0_a4093822ul,
        new uint[] { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 }
    )]
    public void Block_IsThePublishedAnswer(uint[] counter, ulong key, uint[] expected)
    {
        (uint x0, uint x1, uint x2, uint x3) = Philox.Block(counter[0], counter[1], counter[2], counter[3], key);
        Assert.Equal<uint[]>(expected, [x0, x1, x2, x3]);
    }

    /// <summary>The upper halves of the lanes of a counter are arbitrary, and those of the words are 0.</summary>
    [Fact]
    public void Blocks_EqualSingleBlocks() => Property.Holds(
        Gen.Select(Gen.OneOf(Gen.ULong, Gen.Const(ulong.MaxValue), Gen.Const((ulong)uint.MaxValue)).Array[16], Gen.ULong),
        sample =>
        {
            (ulong[] counters, ulong key) = sample;
            (Vector256<ulong> x0, Vector256<ulong> x1, Vector256<ulong> x2, Vector256<ulong> x3) = Philox.Blocks(
                Vector256.Create(counters, 0),
                Vector256.Create(counters, 4),
                Vector256.Create(counters, 8),
                Vector256.Create(counters, 12),
                key);
            for (int lane = 0; lane < Philox.Lanes; lane++)
            {
                (uint y0, uint y1, uint y2, uint y3) = Philox.Block(
                    (uint)counters[lane],
                    (uint)counters[lane + 4],
                    (uint)counters[lane + 8],
                    (uint)counters[lane + 12],
                    key);
                Assert.Equal<ulong[]>([y0, y1, y2, y3], [x0[lane], x1[lane], x2[lane], x3[lane]]);
            }
        });
}
