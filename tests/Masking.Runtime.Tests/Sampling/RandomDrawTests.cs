using System.Runtime.Intrinsics;
using CsCheck;

namespace Masking.Runtime.Tests.Sampling;

/// <summary>Words that are computed for four blocks at a time equal those of single blocks.</summary>
public sealed class RandomDrawTests
{
    private static readonly Gen<(long Seed, long Row, long Slot, int Lane)> Cases =
        Gen.Select(Gen.Long, Gen.Long[0, uint.MaxValue], Gen.Long[0, uint.MaxValue], Gen.Int[0, 500]);

    [Fact]
    public void AllLanesOfAnActor_EqualItsUniformNumbers() => Property.Holds(Cases, sample =>
    {
        RandomDraw draw = new RandomStream(sample.Seed).Next();
        uint[] words = new uint[1 + (sample.Lane % 150)];
        draw.Fill(sample.Row, sample.Slot, sample.Lane, words);
        for (int i = 0; i < words.Length; i++)
        {
            Assert.Equal(draw.Uniform(sample.Row, sample.Slot, sample.Lane + i), Masking.Kernels.Uniform.Of(words[i]));
        }
    });

    [Fact]
    public void OneLaneOfFourActors_EqualsTheirUniformNumbers() => Property.Holds(Cases, sample =>
    {
        RandomDraw draw = new RandomStream(sample.Seed).Next();
        ulong[] rows = [.. Enumerable.Range(0, 4).Select(i => (ulong)(uint)(sample.Row + (i * 7)))];
        ulong[] slots = [.. Enumerable.Range(0, 4).Select(i => (ulong)(uint)(sample.Slot + (i * 65_537)))];
        Vector256<ulong> words = draw.Words(Vector256.Create(rows), Vector256.Create(slots), sample.Lane);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(draw.Uniform((long)rows[i], (long)slots[i], sample.Lane), Masking.Kernels.Uniform.Of((uint)words[i]));
        }
    });

    [Fact]
    public void LateSteps_LastSlots_AndLastLanes_EqualUniformNumbers() => Property.Holds(
        Gen.Select(Gen.Long, Gen.Long[0, (1L << 48) - 1], Gen.Int[0, 3], Gen.Int[1, 90], Gen.Int[0, 8]),
        sample =>
        {
            (long seed, long step, int before, int count, int skipped) = sample;
            RandomDraw draw = new RandomStream(seed, step, firstRow: uint.MaxValue - 3).Next();
            long slot = uint.MaxValue - before;
            int firstLane = RandomDraw.MaxLanes - count - skipped;
            uint[] words = new uint[count + 1];
            draw.Fill(before, slot, firstLane, words.AsSpan(0, count));
            Assert.Equal(0u, words[count]);
            for (int i = 0; i < count; i++)
            {
                double expected = draw.Uniform(before, slot, firstLane + i);
                Vector256<ulong> one = draw.Words(Vector256.Create((ulong)before), Vector256.Create((ulong)slot), firstLane + i);
                Assert.Equal(expected, Masking.Kernels.Uniform.Of(words[i]));
                Assert.Equal(expected, Masking.Kernels.Uniform.Of(checked((uint)one[0])));
            }
        });
}
