using System.Buffers.Binary;
using Masking.Samples.QuickStart;

namespace Masking.Samples.Tests;

public sealed class QuickStartCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("quick-start-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    private string Picture => Path.Combine(_folder.FullName, "new", "learning-curves.png");

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _output.Dispose();
        _error.Dispose();
    }

    [Theory]
    [InlineData("--steps: expected a whole number from 1 to 1000000000, got '0'.", "--steps", "0")]
    [InlineData("--steps: expected a whole number from 1 to 1000000000, got 'many'.", "--steps", "many")]
    [InlineData("--seed: expected a whole number from 0 to 2147483647, got '-1'.", "--seed", "-1")]
    [InlineData("--threads: expected a whole number from 1 to 2147483647, got '0'.", "--threads", "0")]
    [InlineData("'--stepz'", "--stepz", "5")]
    [InlineData("'--steps'", "--steps")]
    public async Task AWrongOption_IsNamed_WithExitCode2(string message, params string[] args)
    {
        Assert.Equal(2, await Run(args));

        Assert.Contains(message, _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFolderThatCannotBeCreated_IsNamed_WithExitCode2()
    {
        string file = Path.Combine(_folder.FullName, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        Assert.Equal(2, await Run("--out", file));

        Assert.Contains(file, _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_NamesOptionsAndExitCodes()
    {
        Assert.Equal(0, await Run("--help"));

        Assert.All(
            new[] { "--steps", "--seed", "--threads", "--out", "130", "exit code 2" },
            text => Assert.Contains(text, _output.ToString(), StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task AShortRun_ReportsBothReturnsAndThePicture()
    {
        Assert.Equal(0, await Run("--steps", "2000", "--seed", "7", "--out", Path.GetDirectoryName(Picture)!));

        string output = _output.ToString();
        Assert.Matches(@"(?m)^masked +2,048 of 2,000 steps  return .* steps/s  entropy .*  kl .*  clip .*  legal 0\.\d+\r?$", output);
        Assert.Matches(@"Mean return of the last 64 episodes: masked \d+\.\d of 32, unmasked \d+\.\d of 32", output);
        Assert.Contains($"Learning curves: {Picture}", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', output);
        Assert.Empty(_error.ToString());
        AssertIsPicture();
    }

    [Fact]
    public async Task Cancelled_ReportsAndDrawsWhatThereIs_WithExitCode130()
    {
        using CancellationTokenSource source = new();
        await source.CancelAsync();

        Assert.Equal(130, await QuickStartCommand.RunAsync(["--out", Path.GetDirectoryName(Picture)!], _output, _error, source.Token));

        Assert.Contains("Stopped early, after 0 and 0 of 32,768 steps.", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("masked has finished no episode", _output.ToString(), StringComparison.Ordinal);
        Assert.Empty(_error.ToString());
        AssertIsPicture();
    }

    private void AssertIsPicture()
    {
        byte[] png = File.ReadAllBytes(Picture);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        Assert.Equal(1800, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
        Assert.Equal(1040, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
        Assert.InRange(png.Length, 5_000, 300_000);
    }

    private Task<int> Run(params string[] args) => QuickStartCommand.RunAsync(args, _output, _error, TestContext.Current.CancellationToken);
}
