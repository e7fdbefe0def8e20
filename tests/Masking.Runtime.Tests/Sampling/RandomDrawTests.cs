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
}
