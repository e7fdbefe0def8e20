using Masking.Benchmarks.Comparing;
using Masking.Benchmarks.Reporting;

namespace Masking.Benchmarks.Tests;

public sealed class ComparisonTableTests
{
    private static readonly Comparison[] Comparisons =
    [
        new("W1 act 1x6", Comparison.Limit, Ours: 3_000, Theirs: 2_000, Target: 2),
        new("W1 act 1x6", "seed", Ours: 3_100, Theirs: 62_000, Target: 40),
        new("W1 act 1x6", "tuned", Ours: 3_000, Theirs: 12_000, Target: 4),
        new("W2 evaluate 1x6", Comparison.Limit, Ours: 60_000, Theirs: 40_000, Target: 1.3),
        new("W8 keystroke", "holding", Ours: 2e6, Theirs: 80e6, Target: 2),
        new("W7 train 1024 steps", "seed", Ours: 150e6, Theirs: 270e6, Target: 2),
    ];

    [Fact]
    public void Table_HasOneRowForEachCall_AndMarksMissedTargets()
    {
        StringWriter output = new() { NewLine = "\n" };
        ComparisonTable.Write(Comparisons, new Report(output));
        Assert.Equal(
            """
            | call                |   ours | limit | ours / limit | at most | seed / ours | sb3 / ours | tuned / ours |
            | ------------------- | -----: | ----: | -----------: | ------: | ----------: | ---------: | -----------: |
            | W1 act 1x6          |   3 us |  2 us |          1.5 |       2 |          20 |          – |            4 |
            | W2 evaluate 1x6     |  60 us | 40 us |      **1.5** |     1.3 |           – |          – |            – |
            | W7 train 1024 steps | 150 ms |     – |            – |       – |         1.8 |          – |            – |


            """,
            output.ToString());
    }

    [Fact]
    public void Figure_IsAPicture()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.png");
        try
        {
            ComparisonFigure.Save(path, Comparisons);
            Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(path)[..4]);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
