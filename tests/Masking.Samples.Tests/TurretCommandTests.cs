using Masking.Samples.Turret;

namespace Masking.Samples.Tests;

public sealed class TurretCommandTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("turret-");
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
    public async Task ATraining_EndsWithItsResults_AndCanBeWatched()
    {
        string[] options = ["--steps", "1024", "--out", Out, "--variant", "clamped", "--miss-cost", "0.05"];
        Assert.Equal(0, await Run(options));

        Assert.Matches(
            @"512 new episodes: mean return -?\d\.\d\d, a hit in \d+ ?% of the episodes; \d+ ?% of the shots hit, \d+ ?% were clamped",
            _output.ToString());

        Assert.Equal(0, await Run([.. options, "--watch"]));
        Assert.Contains("╰────────────────────────╯", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("step 0 of 30", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--variant: expected one of masked, clamped, got 'free'.", "--variant", "free")]
    [InlineData("--miss-cost: expected one of 0.02, 0, 0.05, got '1'.", "--miss-cost", "1")]
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
        Assert.Equal(0, await Run("reproduce", "--steps", "1024", "--seeds", "1", "--threads", "2", "--out", Out));

        string[] table = await File.ReadAllLinesAsync(Path.Combine(Out, "results.md"), TestContext.Current.CancellationToken);
        Assert.Equal(
            "| angles | cost of a miss | return | episodes with a hit | shots that hit | clamped shots | steps to a return of 0.8 |",
            table[0]);
        Assert.Equal("| --- | --- | --- | --- | --- | --- | --- |", table[1]);
        Assert.Equal(
            Variant.All.Select(variant => variant.Name),
            table[2..].Select(row => string.Join(", ", row.Split(" | ")[..2]).TrimStart('|', ' ')));
        Assert.All(table[2..], row => Assert.Matches(@" \| -?\d\.\d\d ± \d\.\d\d( \| \d+ % ± 0 %){3} \| never \|$", row));
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

        Assert.Equal(130, await TurretCommand.RunAsync(["reproduce", "--out", Out], _output, _error, source.Token));

        Assert.Contains("Stopped early", _output.ToString(), StringComparison.Ordinal);
        Assert.Empty(new DirectoryInfo(Out).GetFiles());
    }

    private Task<int> Run(params string[] args) => TurretCommand.RunAsync(args, _output, _error, TestContext.Current.CancellationToken);
}
