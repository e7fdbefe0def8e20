using CsCheck;

namespace Masking.Runtime.Tests.Sampling;

public sealed class RandomStreamTests
{
    [Fact]
    public void Next_TakesOneStep_WithNewNumbers()
    {
        RandomStream stream = new(5);
        double[] numbers = [.. Enumerable.Range(0, 1000).Select(_ => stream.Next().Uniform(0, 0, 0))];
        Assert.Equal(1000, stream.Step);
        Assert.Equal(1000, numbers.Distinct().Count());
    }

    [Fact]
    public void SeedAndStep_AreTheWholeState() =>
        Property.Holds(
            Gen.Select(Gen.Long, Gen.Long[0, (1L << 48) - 10], Gen.Int[1, 8]),
            saved =>
            {
                (long seed, long step, int taken) = saved;
                RandomStream stream = new(seed, step);
                for (int i = 0; i < taken; i++)
                {
                    stream.Next();
                }

        RandomStream resumed = new(stream.Seed, stream.Step);
        Assert.Equal(stream.Next().Uniform(3, 1, 2), resumed.Next().Uniform(3, 1, 2));
        Assert.Equal(stream.Step, resumed.Step);
    });

    [Fact]
    public void Step_StartsOverAfterTheLast()
    {
        RandomStream stream = new(5, (1L << 48) - 1);
        stream.Next();
        Assert.Equal(0, stream.Step);
    }

    [Fact]
    public void Uniform_IsInTheOpenInterval() =>
        Property.Holds(
            Gen.Select(Gen.Long, Gen.Int[0, int.MaxValue], Gen.Int[0, 4095], Gen.Int[0, 200]),
            drawn =>
            {
                (long seed, int row, int slot, int lane) = drawn;
                Assert.InRange(new RandomStream(seed).Next().Uniform(row, slot, lane), double.Epsilon, 1 - 1e-10);
            },
            iter: 10_000
        );

    [Fact]
    public void EveryCoordinate_ChangesTheNumber()
    {
        double[] numbers =
        [
            Uniform(seed: 1), Uniform(seed: 2), Uniform(seed: 1L << 40), Uniform(seed: -1),
            Uniform(step: 1), Uniform(step: 1L << 33), Uniform(step: 1L << 47),
            Uniform(row: 1), Uniform(row: 1_000_000), Uniform(slot: 1), Uniform(slot: 4_000),
            .. Enumerable.Range(1, 9).Select(lane => Uniform(lane: lane)), Uniform(lane: 4 * 65_535),
        ];
        Assert.Distinct(numbers);
    }

    [Fact]
    public void FirstRow_IsTheOffsetInTheWholeBatch() =>
        Assert.Equal(new RandomStream(9).Next().Uniform(17, 2, 1), new RandomStream(9, firstRow: 12).Next().Uniform(5, 2, 1));

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(1L << 48, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 1L << 32)]
    public void StepOrFirstRowOutOfRange_IsRefused(long step, long firstRow) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(0, step, firstRow));

    private static double Uniform(long seed = 1, long step = 0, long row = 0, long slot = 0, int lane = 0) =>
        new RandomStream(seed, step).Next().Uniform(row, slot, lane);
}
