using System.Runtime.Versioning;
using System.Text.Json;

namespace Masking.Build.Tests;

/// <summary>The instructions of CONTRIBUTING.md for a project that uses a clone work.</summary>
[SupportedOSPlatform("linux")]
[Collection(nameof(OutsideProject))]
public sealed class OutsideProjectTests(OutsideProject outside)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheInstructions_AreAllThatAProjectNeeds()
    {
        await Command.Dotnet(outside.Project, "build", "--configuration", "Release");

        string output = await Command.Dotnet(outside.Project, "run", "--configuration", "Release", "--no-build");

        Assert.Equal(OutsideProject.Answer, output.Trim());
    }

    [Fact]
    public async Task Published_TrimmedAndAsOneFile_Runs()
    {
        string published = Path.Combine(outside.Folder, "published");
        await Command.Dotnet(
            outside.Project, "publish", "--runtime", "linux-x64", "--output", published,
            "-p:PublishTrimmed=true", "-p:PublishSingleFile=true");

        string output = await Command.Run(published, Path.Combine(published, "agent"));

        Assert.Equal(OutsideProject.Answer, output.Trim());
    }

    [Fact]
    public async Task CloneInsideTheProject_IsNoPartOfIt()
    {
        string around = Path.Combine(outside.Folder, "around.csproj");
        string project = await File.ReadAllTextAsync(Path.Combine(outside.Project, "agent.csproj"), Cancelled);
        await File.WriteAllTextAsync(around, project.Replace("../masking/", "masking/", StringComparison.Ordinal), Cancelled);

        string[] files = await Items(around, "Compile", "None", "EmbeddedResource");

        Assert.Contains(Path.Combine("agent", "SkirmishPolicy.cs"), files);
        Assert.DoesNotContain(files, file => file.StartsWith("masking", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnalyzerAndCodeFixes_ReachTheCompilerOfTheProject()
    {
        string json = await Command.Dotnet(outside.Project, "build", "-target:Build", "-getItem:Analyzer");

        string[] analyzers = [.. Identities(json).Select(path => Path.GetFileName(path))];

        Assert.Contains("Masking.Generators.dll", analyzers);
        Assert.Contains("Masking.CodeFixes.dll", analyzers);
    }

    /// <summary>Returns the items of a project, as evaluated by MSBuild.</summary>
    private static async Task<string[]> Items(string project, params string[] types)
    {
        string[] arguments = ["msbuild", project, .. types.Select(type => $"-getItem:{type}")];
        return Identities(await Command.Dotnet(Path.GetDirectoryName(project)!, arguments));
    }

    /// <summary>The identities of the items that MSBuild writes as JSON.</summary>
    private static string[] Identities(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return [.. document.RootElement.GetProperty("Items").EnumerateObject()
            .SelectMany(type => type.Value.EnumerateArray())
            .Select(item => item.GetProperty("Identity").GetString()!)];
    }
}
