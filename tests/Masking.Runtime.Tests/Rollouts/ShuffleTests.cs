namespace Masking.Runtime.Tests.Rollouts;

public sealed class ShuffleTests
{
    [Fact]
    public void EveryNumber_OccursOnce()
    {
        foreach (int count in new[] { 0, 1, 2, 1000 })
        {
            Assert.Equal(Enumerable.Range(0, count), Shuffle.Order(count, new RandomStream(3).Next()).Order());
        }
    }

    [Fact]
    public void TheOrder_IsAFunctionOfSeedAndStep()
    {
        int[] order = Shuffle.Order(50, new RandomStream(1, step: 4).Next());

        Assert.Equal(order, Shuffle.Order(50, new RandomStream(1, step: 4).Next()));
        Assert.NotEqual(order, Shuffle.Order(50, new RandomStream(1, step: 5).Next()));
        Assert.NotEqual(order, Shuffle.Order(50, new RandomStream(2, step: 4).Next()));
    }

    [Fact]
    public void AllOrders_AreEquallyProbable()
    {
        const int draws = 24_000;
        RandomStream stream = new(7);
        Dictionary<string, int> seen = [];
        for (int i = 0; i < draws; i++)
        {
            string order = string.Join("", Shuffle.Order(4, stream.Next()));
            seen[order] = seen.GetValueOrDefault(order) + 1;
        }

        // Standard deviation √(24000 · 1/24 · 23/24) ≈ 31.
        Assert.Equal(24, seen.Count);
        Assert.All(seen.Values, count => Assert.InRange(count, 1000 - 155, 1000 + 155));
    }
}
