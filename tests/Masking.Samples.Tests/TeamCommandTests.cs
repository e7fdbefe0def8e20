using Masking.Samples.TeamCatcher;

namespace Masking.Samples.Tests;

public sealed class TeamCommandTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("team-");
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
    public async Task ATraining_EndsWithTheShareOfTargetsCaught_AndCanBeWatched()
    {
        Assert.Equal(0, await Run("--steps", "1024", "--out", Out, "--agent-mask", "false", "--ratio", "agent"));

        Assert.Matches(@"The team caught \d+ ?% of the targets in its last \d+ episodes\.", _output.ToString());

        Assert.Equal(0, await Run("--watch", "--out", Out, "--agent-mask", "false", "--ratio", "agent"));
        Assert.Contains("╰─────────────────╯", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains($" of {TeamField.EpisodeSteps}", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--agent-mask: expected one of true, false, got 'maybe'.", "--agent-mask", "maybe")]
    [InlineData("--ratio: expected one of joint, agent, got 'both'.", "--ratio", "both")]
    [InlineData("--seeds: expected a whole number from 1 to 100, got '0'.", "reproduce", "--seeds", "0")]
    public async Task AWrongOption_IsNamed_WithExitCode2(string message, params string[] args)
    {
        Assert.Equal(2, await Run([.. args, "--out", Out]));

        Assert.Contains(message, _error.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public async Task Reproducing_WritesTheTableAndThePicture()
    {
        Assert.Equal(0, await Run("reproduce", "--steps", "512", "--seeds", "2", "--threads", "2", "--out", Out));

        string[] table = await File.ReadAllLinesAsync(Path.Combine(Out, "results.md"), TestContext.Current.CancellationToken);
        Assert.Equal("| agent mask | ratio | seed 1 | seed 2 | mean |", table[0]);
        Assert.Equal("| --- | --- | --- | --- | --- |", table[1]);
        Assert.Equal(
            ["yes joint", "yes agent", "no joint", "no agent"],
            table[2..].Select(row => string.Join(' ', row.Split(" | ")[..2]).TrimStart('|', ' '))
        );
        Assert.All(table[2..], row => Assert.Matches(@"( \| \d+ %){3} \|$", row));
        byte[] png = await File.ReadAllBytesAsync(Path.Combine(Out, "learning-curves.png"), TestContext.Current.CancellationToken);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        Assert.InRange(png.Length, 5_000, 300_000);
        Assert.Contains(table[2], _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(2 * 4, Directory.GetFiles(Path.Combine(Out, "policies"), "*, seed ?.safetensors").Length);
    }

    [Fact]
    public async Task AReproductionThatIsCancelled_WritesNothing_WithExitCode130()
    {
        using CancellationTokenSource source = new();
        await source.CancelAsync();

        Assert.Equal(130, await TeamCommand.RunAsync(["reproduce", "--out", Out], _output, _error, source.Token));

        Assert.Contains("Stopped early", _output.ToString(), StringComparison.Ordinal);
        Assert.Empty(new DirectoryInfo(Out).GetFiles());
    }

    private Task<int> Run(params string[] args) => TeamCommand.RunAsync(args, _output, _error, TestContext.Current.CancellationToken);
}
