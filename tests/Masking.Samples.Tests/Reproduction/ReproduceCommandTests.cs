using Masking.Samples.Harvest;

namespace Masking.Samples.Tests;

public sealed class ReproduceCommandTests : IDisposable
{
    private const string Masked = "size-4-masked-seed-1";
    private const string None = "size-4-none-seed-1";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("reproduce-");
    private StringWriter _output = new();
    private StringWriter _error = new();

    private string Out => Path.Combine(_root.FullName, "table");

    public void Dispose()
    {
        _root.Delete(recursive: true);
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task ATable_LeavesItsPageItsPictureAndItsTrainings()
    {
        Assert.Equal(0, await Run());

        Assert.Equal(
            ["learning-curves.png", "results.md", "settings", Masked, None],
            new DirectoryInfo(Out).GetFileSystemInfos().Select(each => each.Name).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            ["checkpoint", "metrics.csv", "policy.safetensors", "result"],
            new DirectoryInfo(Path.Combine(Out, Masked)).GetFiles().Select(file => file.Name).Order()
        );
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], Bytes("learning-curves.png")[..4]);
        Assert.InRange(Bytes("learning-curves.png").Length, 5_000, 300_000);
        string output = _output.ToString();
        Assert.Matches(@"(?m)^masked, size 4, seed 1: return \d\.\d of 32, not solved; [12] of 2 trainings are done", output);
        Assert.Contains(
            "Masked solves every size in under 45,000 steps, with every seed: no (size 4: never).",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "- Masked solves every size in under 45,000 steps, with every seed: no\n  (size 4: never).\n",
            Text("results.md"),
            StringComparison.Ordinal
        );
        Assert.Contains("| environment steps of each | 1,024 |", Text("results.md"), StringComparison.Ordinal);
        Assert.DoesNotContain('\e', output);
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public async Task Repeated_NothingIsTrained_AndEverythingIsTheSame()
    {
        await Run();
        Dictionary<string, string> before = Contents();
        DateTime trained = File.GetLastWriteTimeUtc(Path.Combine(Out, Masked, "metrics.csv"));

        Assert.Equal(0, await Run());

        Assert.Contains("2 of 2 trainings are already done", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, Contents());
        Assert.Equal(trained, File.GetLastWriteTimeUtc(Path.Combine(Out, Masked, "metrics.csv")));
    }

    [Fact]
    public async Task ATrainingThatIsDeleted_IsTheOnlyOneDoneAgain_ToTheSameNumbers()
    {
        await Run();
        string metrics = Text(Masked, "metrics.csv");
        string[] returns = Returns();
        DateTime other = File.GetLastWriteTimeUtc(Path.Combine(Out, None, "result"));
        Directory.Delete(Path.Combine(Out, Masked), recursive: true);

        Assert.Equal(0, await Run());

        Assert.Contains("1 of 2 trainings are already done", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("none, size 4", _output.ToString().Split("Masked solves")[0], StringComparison.Ordinal);
        Assert.Equal(metrics, Text(Masked, "metrics.csv"));
        Assert.Equal(returns, Returns());
        Assert.Equal(other, File.GetLastWriteTimeUtc(Path.Combine(Out, None, "result")));
    }

    [Fact]
    public async Task TheNumbers_DoNotDependOnTheTrainingsAtOnce()
    {
        await Run("--threads", "1");
        string[] alone = [Text(Masked, "metrics.csv"), Text(None, "metrics.csv"), .. Returns()];
        Directory.Delete(Out, recursive: true);

        await Run("--threads", "2");

        string[] together = [Text(Masked, "metrics.csv"), Text(None, "metrics.csv"), .. Returns()];
        Assert.Equal(alone, together);
    }

    [Fact]
    public async Task MoreSeeds_AreAddedToWhatThereIs()
    {
        await Run();

        Assert.Equal(0, await Run("--seeds", "1,2"));

        Assert.Contains("2 of 4 trainings are already done", _output.ToString(), StringComparison.Ordinal);
        Assert.NotEqual(Text(None, "metrics.csv"), Text("size-4-none-seed-2", "metrics.csv"));
        Assert.Contains("| trainings | 4: sizes 4; seeds 1, 2; 2 regimes |", Text("results.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OtherSteps_AreRefused_WithExitCode2()
    {
        await Run();
        Dictionary<string, string> before = Contents();

        Assert.Equal(2, await Run("--steps", "2048"));

        Assert.Equal(
            $"{Path.Combine(Out, "settings")}: it belongs to another training: expected steps 2048, got 1024. "
            + "Choose another folder with --out, or continue the training that it belongs to.",
            _error.ToString().Trim());
        Assert.Equal(before, Contents());
    }

    [Fact]
    public async Task AFolderOfSomethingElse_IsRefused_WithExitCode2()
    {
        Directory.CreateDirectory(Out);
        await File.WriteAllTextAsync(Path.Combine(Out, "results.md"), "mine", TestContext.Current.CancellationToken);

        Assert.Equal(2, await Run());

        Assert.Contains(
            $"{Out} contains other files than those of such a table: choose another folder with --out",
            _error.ToString(),
            StringComparison.Ordinal
        );
        Assert.Equal("mine", Text("results.md"));
    }

    [Fact]
    public async Task HalfASettings_AsAKilledProcessLeavesThem_AreNoObstacle()
    {
        Directory.CreateDirectory(Out);
        await File.WriteAllTextAsync(Path.Combine(Out, "settings.new"), "MASK", TestContext.Current.CancellationToken);

        Assert.Equal(0, await Run("--regimes", "none"));
    }

    [Fact]
    public async Task ATornResult_IsNamed_WithExitCode1()
    {
        await Run();
        string result = Path.Combine(Out, None, "result");
        await File.WriteAllBytesAsync(result, Bytes(None, "result")[..^1], TestContext.Current.CancellationToken);

        Assert.Equal(1, await Run());

        Assert.Contains($"{result}: it is damaged: expected ", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("result")]
    [InlineData("checkpoint")]
    public async Task AFileOfAnotherTraining_IsNamed_WithExitCode2(string name)
    {
        await Run();
        string file = Path.Combine(Out, None, name);
        File.Copy(Path.Combine(Out, Masked, name), file, overwrite: true);
        File.Delete(name == "result" ? Path.Combine(Out, None, "metrics.csv") : Path.Combine(Out, None, "result"));

        Assert.Equal(2, await Run());

        Assert.Contains(
            $"{file}: it belongs to another training: expected regime none, got masked.",
            _error.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task ATrainingThatCannotBeWritten_IsNamed_WithExitCode1()
    {
        await Run();
        Directory.Delete(Path.Combine(Out, Masked), recursive: true);
        await File.WriteAllTextAsync(Path.Combine(Out, Masked), "", TestContext.Current.CancellationToken);

        Assert.Equal(1, await Run());

        Assert.Contains(Masked, _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_ItSaysWhatIsDone_WithExitCode130()
    {
        using CancellationTokenSource source = new();
        await source.CancelAsync();

        Assert.Equal(130, await HarvestCommand.Create().RunAsync(Arguments(), _output, _error, source.Token));

        Assert.Contains(
            "Stopped early: 0 of 2 trainings are done. The same command resumes ",
            _output.ToString(),
            StringComparison.Ordinal
        );
        Assert.False(File.Exists(Path.Combine(Out, "results.md")));
        Assert.Equal(0, await Run());
    }

    [Theory]
    [InlineData("--sizes: expected whole numbers from 4 to 64 with commas between them, got '3'.", "--sizes", "4,3")]
    [InlineData("--seeds: expected whole numbers from 0 to 2147483647 with commas between them, got ''.", "--seeds", "1,")]
    [InlineData(
        "--regimes: expected some of masked, source-only, naive, none, penalty-0.01, penalty-0.1, penalty-1 "
            + "with commas between them, got 'half'.",
        "--regimes",
        "none,half"
    )]
    [InlineData("--steps: expected a whole number from 1 to 1000000000, got '0'.", "--steps", "0")]
    public async Task AWrongOption_IsNamed_WithExitCode2(string message, params string[] args)
    {
        Assert.Equal(
            2,
            await HarvestCommand
                .Create()
                .RunAsync(["reproduce", "--out", Out, .. args], _output, _error, TestContext.Current.CancellationToken)
        );

        Assert.Contains(message, _error.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    /// <summary>Runs the smallest table; the given options replace its defaults.</summary>
    private string[] Arguments(params string[] args)
    {
        Dictionary<string, string> options = new()
        {
            ["--sizes"] = "4",
            ["--seeds"] = "1",
            ["--steps"] = "1024",
            ["--regimes"] = "masked,none",
            ["--out"] = Out,
        };
        foreach (string[] pair in args.Chunk(2))
        {
            options[pair[0]] = pair[1];
        }

        return ["reproduce", .. options.SelectMany(option => new[] { option.Key, option.Value })];
    }

    private Task<int> Run(params string[] args)
    {
        (_output, _error) = (new StringWriter(), new StringWriter());
        return HarvestCommand.Create().RunAsync(Arguments(args), _output, _error, TestContext.Current.CancellationToken);
    }

    private byte[] Bytes(params string[] path) => File.ReadAllBytes(Path.Combine([Out, .. path]));

    private string Text(params string[] path) => File.ReadAllText(Path.Combine([Out, .. path]));

    /// <summary>The page from its findings on. The part above contains the date and duration, which differ between runs.</summary>
    private string[] Returns() => Text("results.md").Split("## Findings")[1].Split('\n');

    private Dictionary<string, string> Contents() =>
        new DirectoryInfo(Out)
            .GetFiles("*", SearchOption.AllDirectories)
            .ToDictionary(
                file => Path.GetRelativePath(Out, file.FullName),
                file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file.FullName)))
            );
}
