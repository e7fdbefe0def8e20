using Masking.Benchmarks.Reporting;

namespace Masking.Benchmarks.Tests;

public sealed class ReportTests
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly Report _report;

    public ReportTests() => _report = new Report(_output);

    [Fact]
    public void ATable_IsMarkdown_WithNumbersAtTheRight()
    {
        _report.Write(["policy", "steps/s"], [["small", "12,426"], ["quick start", "3,950"]]);
        Assert.Equal(
            """
            | policy      | steps/s |
            | ----------- | ------: |
            | small       |  12,426 |
            | quick start |   3,950 |


            """,
            _output.ToString());
    }

    [Fact]
    public void ATargetThatIsMissed_IsRemembered()
    {
        Assert.Equal("yes", _report.Met(true));
        Assert.True(_report.AllTargetsMet);
        Assert.Equal("**no**", _report.Met(false));
        Assert.Equal("yes", _report.Met(true));
        Assert.False(_report.AllTargetsMet);
    }
}
