using System.Globalization;

namespace Masking.Package.Tests;

/// <summary>The first program of README.md runs, is published in every form, and is refused where something is missing.</summary>
public sealed class FirstProgramTests(FirstProgram program) : IClassFixture<FirstProgram>
{
    private static readonly string s_platform = Repository.Metadata("Platform");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void It_TrainsSavesAndLoads()
    {
        string[] shown = program.Shown.TrimEnd().Split('\n');
        string[] lines = program.Output.TrimEnd().Split('\n');

        // The digits of the mean return differ from processor to processor.
        Assert.Equal(shown[1], lines[1]);
        Assert.Equal(2, lines.Length);
        Assert.Equal(shown[0].Split(':')[0], lines[0].Split(':')[0]);
        Assert.InRange(double.Parse(lines[0].Split(':')[1], CultureInfo.InvariantCulture), 0.6, 1);
        Assert.True(File.Exists(Path.Combine(program.Folder, "nim.safetensors")));
    }

    [Fact]
    public void TheOutputFolder_HasTheNativesOfOnePlatform()
    {
        string natives = Path.Combine(program.Folder, "bin", "Release", "net10.0", "runtimes");

        string[] platforms = [.. Directory.EnumerateDirectories(natives).Select(folder => Path.GetFileName(folder)!)];

        Assert.Contains(s_platform, platforms);
        Assert.All(platforms, platform => Assert.StartsWith(platform, s_platform));
    }

    [Theory]
    [InlineData("frameworkdependent")]
    [InlineData("trimmed", "-p:PublishTrimmed=true", "-p:PublishSingleFile=true")]
    public async Task Published_ItGivesTheSameResult(string form, params string[] properties)
    {
        string published = await Publish(form, properties);

        await AssertSameResult(published);
    }

    [Fact]
    public async Task CompiledAheadOfTime_ItGivesTheSameResult_WhereThePlatformHasALinker()
    {
        if (!Linker.IsInstalled)
        {
            string refused = await Command.FailingDotnet(program.CopyTo("unlinked"), "publish", "-r", s_platform, "-p:PublishAot=true");
            Assert.Contains("link", refused, StringComparison.OrdinalIgnoreCase);
            return;
        }

        string published = await Publish("native", "-p:PublishAot=true");

        await AssertSameResult(published);
        Assert.False(File.Exists(Path.Combine(published, "nim.dll")));
    }

    [Fact]
    public async Task WithoutNativeLibraries_TheBuildSaysWhatToAdd()
    {
        string copy = program.CopyTo("incomplete");
        await Command.Dotnet(copy, "remove", "package", "TorchSharp-cpu");

        string refused = await Command.FailingDotnet(copy, "build");

        Assert.Contains("error MASKB003: The application has no native libraries of TorchSharp", refused);
        Assert.Contains("`dotnet add package TorchSharp-cpu --version 0.107.0`", refused);
        Assert.DoesNotContain(": error CS", refused);
    }

    [Fact]
    public async Task WithoutNativeLibraries_AndWithoutThatCheck_ThePolicySaysWhatToAdd()
    {
        string copy = program.CopyTo("unchecked");
        await Command.Dotnet(copy, "remove", "package", "TorchSharp-cpu");
        await File.WriteAllTextAsync(Path.Combine(copy, "Program.cs"), """
            using Masking;

            using var policy = new CoinPolicy();

            [MaskedPolicy]
            public sealed partial class CoinPolicy
            {
                [Observation(2)] public partial MlpEncoder Sides { get; }
                [ActionMask]     public partial Head<bool> Flip { get; }
            }
            """, Cancelled);

        string refused = await Command.FailingDotnet(copy, "run", "-p:MaskingCheckTorchSharp=false");

        Assert.Contains("TorchSharpLoadException", refused);
        Assert.Contains("dotnet add package TorchSharp-cpu --version 0.107.0", refused);
    }

    [Fact]
    public async Task AnOlderLanguageVersion_IsTheOnlyErrorReported()
    {
        string refused = await Command.FailingDotnet(program.CopyTo("older"), "build", "-p:LangVersion=13");

        Assert.Contains(
            "error MASK016: 'NimPolicy' is compiled as C# 13.0, and the generated code needs C# 14: set <LangVersion>14</LangVersion>",
            refused);
        Assert.DoesNotContain(": error CS", refused);
    }

    [Fact]
    public async Task AMuchOlderLanguageVersion_IsTheOnlyErrorReported()
    {
        string refused = await Command.FailingDotnet(program.CopyTo("ancient"), "build", "-p:LangVersion=12");

        Assert.Contains("Program.cs : error MASKB005: This policy is compiled as C# 12, and the generated code needs C# 14.", refused);
        Assert.DoesNotContain(": error CS", refused);
    }

    [Fact]
    public async Task AnOlderFramework_IsTheOnlyErrorReported()
    {
        string copy = program.CopyTo("framework");
        string project = Path.Combine(copy, "nim.csproj");
        string text = await File.ReadAllTextAsync(project, Cancelled);
        await File.WriteAllTextAsync(project, text.Replace("net10.0", "net9.0", StringComparison.Ordinal), Cancelled);

        string refused = await Command.FailingDotnet(copy, "build");

        Assert.Contains("error NU1202: Package Masking", refused);
        Assert.DoesNotContain(": error CS", refused);
    }

    [Fact]
    public async Task AnOlderCompiler_IsTheOnlyErrorReported()
    {
        string refused = await Command.FailingDotnet(program.CopyTo("outdated"), "build", "-p:CompilerApiVersion=roslyn4.14");

        Assert.Contains("error MASKB004: Masking needs a compiler of version 5.0 or later", refused);
        Assert.DoesNotContain(": error CS", refused);
    }

    /// <summary>Runs a published program. It trains the same policy as <c>dotnet run</c>, bit for bit.</summary>
    private async Task AssertSameResult(string published)
    {
        string output = await Command.Run(published, Path.Combine(published, OperatingSystem.IsWindows() ? "nim.exe" : "nim"));

        Assert.Equal(program.Output, output.ReplaceLineEndings("\n"));
        Assert.Equal(Model(program.Folder), Model(published));

        byte[] Model(string folder) => File.ReadAllBytes(Path.Combine(folder, "nim.safetensors"));
    }

    /// <summary>Publishes the program, and moves it away from the project as to another machine.</summary>
    private async Task<string> Publish(string form, params string[] properties)
    {
        string copy = program.CopyTo(form);
        await Command.Dotnet(copy, ["publish", "--runtime", s_platform, "--output", "published", .. properties]);
        string moved = Path.Combine(Path.GetDirectoryName(copy)!, $"{form} elsewhere");
        Directory.Move(Path.Combine(copy, "published"), moved);
        Directory.Delete(copy, recursive: true);
        return moved;
    }
}
