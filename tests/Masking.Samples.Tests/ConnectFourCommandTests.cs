using Masking.Samples.ConnectFour;

namespace Masking.Samples.Tests;

public sealed class ConnectFourCommandTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("connect-four-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    private string Out => Path.Combine(_root.FullName, "run");

    public void Dispose()
    {
        _root.Delete(recursive: true);
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task ATraining_EndsWithTheStrengthOfTheAgent()
    {
        Assert.Equal(0, await Run("--steps", "4096", "--out", Out));

        Assert.Matches(@"(?m)^Against the random player, the agent won \d+, drew \d+ and lost \d+ of 1000 games\.\r?$", _output.ToString());
        Assert.Matches(
            @"(?m)^Against the win-or-block player, the agent won \d+, drew \d+ and lost \d+ of 1000 games\.\r?$", _output.ToString());
    }

    [Fact]
    public async Task TheLearningRate_DecreasesOverTheSteps_SoARunIsResumedWithTheSame()
    {
        Assert.Equal(0, await Run("--steps", "4096", "--out", Out));

        Assert.Equal(2, await Run("--steps", "8192", "--out", Out, "--resume"));

        Assert.Contains("AnnealingSteps", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await Run("--steps", "4096", "--out", Out, "--resume"));
    }

    private Task<int> Run(params string[] args) =>
        ConnectFourCommand.Create().RunAsync(args, _output, _error, TestContext.Current.CancellationToken);
}
