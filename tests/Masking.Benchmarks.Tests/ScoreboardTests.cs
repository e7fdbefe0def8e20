using Masking.Benchmarks.Comparing;

namespace Masking.Benchmarks.Tests;

public sealed class ScoreboardTests
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly Scoreboard _board;

    public ScoreboardTests() => _board = new Scoreboard(_output);

    [Fact]
    public void TargetThatIsMet_IsOk()
    {
        _board.ReportSpeedup("W1 act 64x6", "seed", 20, Taking(4_100), Taking(95_000));
        Assert.Equal("W1 act 64x6 seed | ours 4.1 us | baseline 95 us | ratio 23.2 | target 20 | ok\n", _output.ToString());
        Assert.True(_board.AllTargetsMet);
    }

    [Fact]
    public void TargetThatIsMissed_IsShort_AndRemembered()
    {
        _board.ReportSpeedup("W1 act 64x6", "seed", 20, Taking(5_000), Taking(95_000));
        _board.ReportSpeedup("W2 evaluate 64x6", "seed", 3, Taking(5_000), Taking(95_000));
        Assert.Equal("W1 act 64x6 seed | ours 5 us | baseline 95 us | ratio 19 | target 20 | short", _output.ToString().Split('\n')[0]);
        Assert.False(_board.AllTargetsMet);
    }

    [Fact]
    public void Limit_IsTheMostThatIsOk()
    {
        _board.ReportLimit("W9 live tensors", 0, 0, "tensors");
        _board.ReportGrowth("W10 act", 1.2, Taking(1_200_000), Taking(1_000_000));
        Assert.True(_board.AllTargetsMet);
        _board.ReportLimit("W9 act", 2.01, 2, "kB");
        Assert.Equal(
            """
            W9 live tensors | ours 0 tensors | limit 0 tensors | ok
            W10 act | large 1.2 ms | small 1 ms | ratio 1.2 | limit 1.2 | ok
            W9 act | ours 2.01 kB | limit 2 kB | short

            """,
            _output.ToString());
        Assert.False(_board.AllTargetsMet);
    }

    [Fact]
    public void Distance_IsTheRatioToTheLimit()
    {
        _board.ReportDistance("W1 act 64x6", 2, Taking(4_000), Taking(2_000));
        Assert.True(_board.AllTargetsMet);
        _board.ReportDistance("W1 act 64x64", 2, Taking(4_100), Taking(2_000));
        Assert.Equal(
            """
            W1 act 64x6 limit | ours 4 us | limit 2 us | ratio 2 | target at most 2 | ok
            W1 act 64x64 limit | ours 4.1 us | limit 2 us | ratio 2.05 | target at most 2 | short

            """,
            _output.ToString());
        Assert.False(_board.AllTargetsMet);
    }

    [Fact]
    public void Excess_IsTheTimeAboveTheBaseline()
    {
        _board.ReportExcess("W8 keystroke empty", 3, Taking(5_000_000), Taking(4_000_000));
        Assert.True(_board.AllTargetsMet);
        _board.ReportExcess("W8 keystroke empty", 3, Taking(8_000_000), Taking(4_000_000));
        Assert.Equal(
            """
            W8 keystroke empty | ours 5 ms | baseline 4 ms | excess 1 ms | limit 3 ms | ok
            W8 keystroke empty | ours 8 ms | baseline 4 ms | excess 4 ms | limit 3 ms | short

            """,
            _output.ToString());
        Assert.False(_board.AllTargetsMet);
    }

    [Theory]
    [InlineData(70, "70 ns")]
    [InlineData(1_234, "1.23 us")]
    [InlineData(435_600_000, "436 ms")]
    [InlineData(2_500_000_000, "2.5 s")]
    public void Times_HaveThreeDigitsThatCount(double nanoseconds, string text) => Assert.Equal(text, Scoreboard.Time(nanoseconds));

    /// <summary>A contender with a simulated clock.</summary>
    private static Timed Taking(double nanoseconds) =>
        calls => TimeSpan.FromTicks((long)(nanoseconds * calls / TimeSpan.NanosecondsPerTick));
}
