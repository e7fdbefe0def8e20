namespace Masking.Benchmarks.Tests;

public sealed class CommandTests
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Theory]
    [InlineData("compare", "W11")]
    [InlineData("compare", "--rounds")]
    [InlineData("distributed", "latency")]
    [InlineData("race")]
    [InlineData]
    public void WrongArguments_GiveExitCode2_AndSayWhy(params string[] args)
    {
        Assert.Equal(2, BenchmarksCommand.Run(args, _output, _error));
        Assert.NotEmpty(_error.ToString());
        Assert.Empty(_output.ToString().Trim());
    }

    [Fact]
    public void List_NamesAllWorkloads()
    {
        Assert.Equal(0, BenchmarksCommand.Run(["--list"], _output, _error));
        string[] names = [.. _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0])];
        Assert.Equal(["W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8", "W9", "W10", "W11", "W12"], names);
    }
}
