using Masking.Samples.Memory;

namespace Masking.Samples.Tests;

public sealed class MemoryCommandTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("memory-");
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
    public async Task BothTrainings_EndWithTheMovesPerGame_AndCanBeWatched()
    {
        Assert.Equal(0, await Run("--steps", "4096", "--out", Out));

        Assert.Matches(@"(?m)^  lstm +\d+\.\d\d\r?\n  mlp +\d+\.\d\d\r?\n  perfect memory +5\.\d\d\r?\n  random cards +1\d\.\d\d\r?$",
            _output.ToString());

        Assert.Equal(0, await Run("--steps", "4096", "--watch", "--out", Out));
        Assert.Contains(" ▒▒   ▒▒   ▒▒   ▒▒ ", _output.ToString(), StringComparison.Ordinal);
        Assert.Matches(@"(?m)^4 of 4 pairs after \d+ moves", _output.ToString());
    }

    [Fact]
    public async Task Reproducing_WritesTheTableAndThePicture()
    {
        Assert.Equal(0, await Run("reproduce", "--steps", "2048", "--seeds", "2", "--threads", "2", "--out", Out));

        string[] table = await File.ReadAllLinesAsync(Path.Combine(Out, "results.md"), TestContext.Current.CancellationToken);
        Assert.Equal("| player | seed 1 | seed 2 | mean |", table[0]);
        Assert.Equal("| --- | --- | --- | --- |", table[1]);
        Assert.Matches(@"^\| lstm( \| \d+\.\d\d){3} \|$", table[2]);
        Assert.Matches(@"^\| mlp( \| \d+\.\d\d){3} \|$", table[3]);
        Assert.Matches(@"^\| perfect memory \|  \|  \| 5\.\d\d \|$", table[4]);
        Assert.Matches(@"^\| random cards \|  \|  \| 1\d\.\d\d \|$", table[5]);
        byte[] png = await File.ReadAllBytesAsync(Path.Combine(Out, "learning-curves.png"), TestContext.Current.CancellationToken);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        Assert.InRange(png.Length, 5_000, 300_000);
        Assert.Contains(table[2], _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AReproductionThatIsCancelled_WritesNothing_WithExitCode130()
    {
        using CancellationTokenSource source = new();
        await source.CancelAsync();

        Assert.Equal(130, await MemoryCommand.RunAsync(["reproduce", "--out", Out], _output, _error, source.Token));

        Assert.Contains("Stopped early", _output.ToString(), StringComparison.Ordinal);
        Assert.Empty(new DirectoryInfo(Out).GetFiles());
    }

    private Task<int> Run(params string[] args) => MemoryCommand.RunAsync(args, _output, _error, TestContext.Current.CancellationToken);
}
