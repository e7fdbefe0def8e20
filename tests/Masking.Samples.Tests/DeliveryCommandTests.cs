using Masking.Samples.Delivery;

namespace Masking.Samples.Tests;

public sealed class DeliveryCommandTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("delivery-");
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
    public async Task ATraining_EndsWithTheProfit_AndCanBeWatched()
    {
        Assert.Equal(0, await Run("--steps", "512", "--variant", "independent", "--out", Out));

        Assert.Matches(
            @"(?m)^Mean of 1,024 new episodes: profit -?\d+\.\d, conflicts in \d+\.\d % of the rounds\.\r?$", _output.ToString());

        Assert.Equal(0, await Run("--watch", "--variant", "independent", "--out", Out));
        Assert.Contains("╰─────────────────────╯", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("round 8 of 8", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnUnknownVariant_IsNamed_WithExitCode2()
    {
        Assert.Equal(2, await Run("--variant", "both", "--out", Out));

        Assert.Contains("--variant: expected one of distinct, independent, got 'both'.", _error.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public async Task Reproducing_WritesTheTableAndThePicture()
    {
        Assert.Equal(0, await Run("reproduce", "--steps", "512", "--seeds", "1", "--threads", "2", "--out", Out));

        string[] table = await File.ReadAllLinesAsync(Path.Combine(Out, "results.md"), TestContext.Current.CancellationToken);
        Assert.Equal("| vehicles | seed 1 | mean | rounds with conflicts |", table[0]);
        Assert.Equal("| --- | --- | --- | --- |", table[1]);
        Assert.Matches(@"^\| trained, distinct( \| \d+\.\d){2} \| 0\.0 % \|$", table[2]);
        Assert.Matches(@"^\| trained, independent( \| \d+\.\d){2} \| [1-9]\d\.\d % \|$", table[3]);
        Assert.Matches(@"^\| greedy, distinct \|  \| 4\d\.\d \| 0\.0 % \|$", table[4]);
        Assert.Matches(@"^\| greedy, independent \|  \| \d\.\d \| 9\d\.\d % \|$", table[5]);
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

        Assert.Equal(130, await DeliveryCommand.RunAsync(["reproduce", "--out", Out], _output, _error, source.Token));

        Assert.Contains("Stopped early", _output.ToString(), StringComparison.Ordinal);
        Assert.Empty(new DirectoryInfo(Out).GetFiles());
    }

    private Task<int> Run(params string[] args) => DeliveryCommand.RunAsync(args, _output, _error, TestContext.Current.CancellationToken);
}
