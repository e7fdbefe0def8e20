namespace Masking.Training.Tests;

public sealed class ShardsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 128)]
    [InlineData(128, 128)]
    [InlineData(129, 128)]
    [InlineData(100, 7)]
    [InlineData(8, 1)]
    [InlineData(1_000_000_000, 300_000_000)]
    public void Shards_CoverAllRowsOnce_WithAsFewShardsOfAboutEqualSizeAsFit(int rows, int rowsPerShard)
    {
        (int Start, int Count)[] shards = Shards.Of(rows, rowsPerShard);

        int next = 0;
        foreach ((int start, int count) in shards)
        {
            Assert.Equal(next, start);
            Assert.InRange(count, 1, rowsPerShard);
            next += count;
        }

        Assert.Equal(rows, next);
        Assert.Equal((int)Math.Ceiling((double)rows / rowsPerShard), shards.Length);
        Assert.InRange(shards.Max(shard => shard.Count) - shards.Min(shard => shard.Count), 0, 1);
    }
}
