using System.CommandLine;
using Masking.Samples.MicroRts.Reproduction;
using Masking.Training.CommandLine;

namespace Masking.Samples.MicroRts.Tests;

/// <summary>The subcommands that train write what the README says.</summary>
public sealed class ReproductionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("microrts-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Reproduce_WritesTheResultsAndThePicture()
    {
        RootCommand command = new() { MicroRtsReproduction.Create(gamesPerPair: 2) };

        int exitCode = await CommandHost.RunAsync(
            command,
            ["reproduce", "--steps", "1", "--seeds", "1", "--out", _folder.FullName],
            _output,
            _error,
            TestContext.Current.CancellationToken);

        Assert.Equal("", _error.ToString());
        Assert.Equal(0, exitCode);
        string[] page = await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, "results.md"), TestContext.Current.CancellationToken);
        Assert.Equal("# μRTS with and without masks: results", page[0]);
        Assert.Contains("| environment steps of each training | 4,096 |", page);
        Assert.Contains(page, line => line.StartsWith("| no agent mask | ", StringComparison.Ordinal));
        Assert.Contains(page, line => line.StartsWith("| worker-rush | ", StringComparison.Ordinal));
        string passive = page.Single(line => line.StartsWith("| passive | ", StringComparison.Ordinal));
        Assert.Equal("| passive | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |", passive);
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "learning-curves.png")));
        Assert.Equal(
            ["all masks, seed 1.safetensors", "no action masks, seed 1.safetensors", "no agent mask, seed 1.safetensors"],
            _folder.GetDirectories("policies").Single().GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Train_WritesAnAgentThatPlays_AndCannotBeResumedWithOtherMasks()
    {
        Assert.Equal(0, await Run("train", "--steps", "1", "--out", _folder.FullName));

        string trained = _output.ToString();
        Assert.Contains("Against worker-rush, the agent won ", trained, StringComparison.Ordinal);
        Assert.Matches(@"Done after 4,096 steps: the return has not been measured yet; \d+ episodes have finished", trained);
        string agent = Path.Combine(_folder.FullName, "policy.safetensors");
        Assert.Equal(0, await Run("--agent", agent, "--opponent", "passive", "--games", "1", "--cycles", "100"));
        Assert.Contains("agent won ", _output.ToString()[trained.Length..], StringComparison.Ordinal);
        Assert.Empty(_error.ToString());

        Assert.Equal(2, await Run("train", "--steps", "1", "--masks", "no-action-masks", "--resume", "--out", _folder.FullName));

        Assert.Contains("no-action-masks", _error.ToString(), StringComparison.Ordinal);
    }

    private Task<int> Run(params string[] args) => MicroRtsCommand.RunAsync(args, _output, _error, TestContext.Current.CancellationToken);
}
