using Masking.Samples.HiddenDanger;

namespace Masking.Samples.Tests;

public sealed class PandaCommandTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("panda-");
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
    public async Task ATraining_SaysHowBothDid_AndDrawsWhatTheyAttendTo()
    {
        Assert.Equal(0, await Run("--steps", "1024", "--out", Out));

        string output = _output.ToString();
        Assert.Contains("Results on 1,024 new boards, the same for both pandas:", output, StringComparison.Ordinal);
        foreach (string agent in new[] { "masked  ", "unmasked" })
        {
            Assert.Matches(
                $@"(?m)^  {agent}  finds the watermelon on [\d.]+ %, is bitten on [\d.]+ %, "
                    + @"runs out of time on [\d.]+ %; mean return -?\d\.\d\d\r?$",
                output
            );
        }

        Assert.Equal(["attention.png", "learning-curve.png"], new DirectoryInfo(Out).GetFiles().Select(file => file.Name).Order());
        Assert.Equal(["masked", "unmasked"], new DirectoryInfo(Out).GetDirectories().Select(folder => folder.Name).Order());
        Assert.Empty(_error.ToString());

        Assert.Equal(0, await Run("--watch", "--out", Out));

        Assert.Matches(@"(?m)^unmasked\r?$", _output.ToString());
        Assert.Matches(@"step +\d+ of 40   hidden: ", _output.ToString());
    }

    [Fact]
    public async Task AWrongOption_IsNamed_WithExitCode2()
    {
        Assert.Equal(2, await Run("--steps", "-5", "--out", Out));

        Assert.Contains("--steps: expected a whole number from 1 to 1000000000, got '-5'.", _error.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    private Task<int> Run(params string[] args) =>
        PandaCommand.Create().RunAsync(args, _output, _error, TestContext.Current.CancellationToken);
}
