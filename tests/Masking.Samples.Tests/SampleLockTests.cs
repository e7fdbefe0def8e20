using System.Diagnostics;
using Masking.Samples.Delivery;
using Masking.Samples.Harvest;
using Masking.Samples.HiddenDanger;
using Masking.Samples.TeamCatcher;
using Masking.Samples.Turret;
using Masking.Training;

namespace Masking.Samples.Tests;

public sealed class SampleLockTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("lock-");

    private DirectoryInfo Folder => new(Path.Combine(_root.FullName, "run"));

    private string Refusal =>
        $"{Folder.FullName} is in use by another training: wait until it ends, stop it, or choose another folder with --out.";

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task ASecondProcess_IsRefused_UntilTheFirstIsKilled()
    {
        string[] options = ["--size", "4", "--threads", "1", "--out", Folder.FullName, "--resume"];
        Assert.Equal((0, ""), await Harvest([.. options, "--steps", "1024"]));
        string sample = Path.Combine(AppContext.BaseDirectory, "Masking.Samples.Harvest.dll");
        ProcessStartInfo endless = new("dotnet", [sample, .. options, "--steps", "1000000000"]) { RedirectStandardOutput = true };
        using Process first = Process.Start(endless)!;
        try
        {
            string? said = await first.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.StartsWith("Resumed after 1,024 steps", said, StringComparison.Ordinal);

            Assert.Equal((1, Refusal + Environment.NewLine), await Harvest([.. options, "--steps", "2048"]));
            Assert.Equal((0, ""), await Harvest([.. options[..^1], "--watch"]));
        }
        finally
        {
            first.Kill();
            await first.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal((0, ""), await Harvest([.. options, "--steps", "2048"]));
        Assert.Equal(
            ["checkpoint", "learning-curve.png", "metrics.csv", "policy.safetensors"],
            Folder.GetFiles().Select(file => file.Name).Order());
    }

    [Fact]
    public async Task EveryCommandThatWritesToAFolder_TakesIt()
    {
        using RunLock held = RunLock.Acquire(Folder);

        string[] args = ["--out", Folder.FullName];
        (int, string) refused = (1, Refusal + Environment.NewLine);
        Assert.Equal(refused, await Harvest(args));
        Assert.Equal(refused, await Harvest(["reproduce", .. args]));
        Assert.Equal(refused, await Run((output, error) => TeamCommand.RunAsync(["reproduce", .. args], output, error)));
        Assert.Equal(refused, await Run((output, error) => DeliveryCommand.RunAsync(["reproduce", .. args], output, error)));
        Assert.Equal(refused, await Run((output, error) => TurretCommand.RunAsync(["reproduce", .. args], output, error)));
        Assert.Equal(refused, await Run((output, error) => PandaCommand.Create().RunAsync(args, output, error)));
        Assert.Equal(["lock"], Folder.EnumerateFileSystemInfos().Select(each => each.Name));
    }

    private static Task<(int ExitCode, string Error)> Harvest(params string[] args) =>
        Run((output, error) => HarvestCommand.Create().RunAsync(args, output, error));

    private static async Task<(int ExitCode, string Error)> Run(Func<TextWriter, TextWriter, Task<int>> run)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        return (await run(output, error), error.ToString());
    }
}
