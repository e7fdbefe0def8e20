namespace Masking.Training.Tests;

public sealed class RandomNumbersTests
{
    [Fact]
    public void SavedNumbers_Continue()
    {
        RandomNumbers random = new(seed: 1, row: 2);
        random.Next();
        using MemoryStream saved = new();
        using BinaryWriter writer = new(saved);
        random.Save(writer);
        double[] expected = Draw(random);
        RandomNumbers resumed = new(seed: 1, row: 2);

        saved.Position = 0;
        using BinaryReader reader = new(saved);
        resumed.Load(reader);

        Assert.Equal(saved.Length, saved.Position);
        Assert.Equal(expected, Draw(resumed));
        Assert.NotEqual(expected, Draw(new RandomNumbers(seed: 1, row: 2)));
    }

    [Fact]
    public void ANegativeNumberOfDraws_IsRejected_AndChangesNothing()
    {
        RandomNumbers random = new(seed: 1);
        using BinaryReader reader = new(new MemoryStream(BitConverter.GetBytes(-1L)));

        string message = Assert.Throws<CheckpointException>(() => random.Load(reader)).Message;

        Assert.Contains("random steps of an environment", message, StringComparison.Ordinal);

        Assert.Equal(Draw(new RandomNumbers(seed: 1)), Draw(random));
    }

    private static double[] Draw(RandomNumbers random) => [.. Enumerable.Range(0, 10).Select(_ => random.Next())];
}
