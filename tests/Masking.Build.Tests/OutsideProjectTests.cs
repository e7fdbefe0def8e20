using System.Runtime.Versioning;
using System.Text.Json;

namespace Masking.Build.Tests;

/// <summary>What README.md promises to a project outside of this repository.</summary>
[SupportedOSPlatform("linux")]
public sealed class OutsideProjectTests(OutsideProject outside) : IClassFixture<OutsideProject>
{
    // Links save 1.2 GB of copies.
    private const string Linked = "-p:CreateSymbolicLinksForCopyLocalIfPossible=true";

    [Fact]
    public async Task Readme_IsAllThatAProjectNeeds()
    {
        await Command.Dotnet(outside.Project, "build", "--configuration", "Release", Linked);

        string output = await Command.Dotnet(outside.Project, "run", "--configuration", "Release", "--no-build");

        Assert.Equal(OutsideProject.Answer, output.Trim());
    }

    [Fact]
    public async Task Published_TrimmedAndAsOneFile_Runs()
    {
        string published = Path.Combine(outside.Folder, "published");
        await Command.Dotnet(
            outside.Project, "publish", "--runtime", "linux-x64", "--output", published, Linked, "-p:PublishTrimmed=true", "-p:PublishSingleFile=true");

        string output = await Command.Run(published, Path.Combine(published, "agent"));

        Assert.Equal(OutsideProject.Answer, output.Trim());
    }

    [Fact]
    public async Task CloneInsideTheProject_IsNoPartOfIt()
    {
        string around = Path.Combine(outside.Folder, "around.csproj");
        File.Copy(Path.Combine(outside.Project, "agent.csproj"), around);
        await File.WriteAllTextAsync(
            around,
            (await File.ReadAllTextAsync(around, TestContext.Current.CancellationToken)).Replace("../masking/", "masking/", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);

        string[] files = await Items(around, "Compile", "None", "EmbeddedResource");

        Assert.Contains(Path.Combine("agent", "SkirmishPolicy.cs"), files);
        Assert.DoesNotContain(files, file => file.StartsWith("masking", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnalyzerAndCodeFixes_ReachTheProject()
    {
        string[] references = await Items(Path.Combine(outside.Project, "agent.csproj"), "ProjectReference");

        Assert.Contains(references, reference => reference.EndsWith("Masking.Generators.csproj", StringComparison.Ordinal));
        Assert.Contains(references, reference => reference.EndsWith("Masking.CodeFixes.csproj", StringComparison.Ordinal));
    }

    [Fact]
    public async Task VersionOfTorchSharp_IsThatOfTheRuntime()
    {
        string versions = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "Directory.Packages.props"), TestContext.Current.CancellationToken);

        string reference = OutsideProject.Xml.Split('\n').Single(line => line.Contains("PackageReference", StringComparison.Ordinal)).Trim();

        Assert.Contains(reference.Replace("PackageReference", "PackageVersion", StringComparison.Ordinal), versions);
    }

    /// <summary>The items of a project as MSBuild evaluates them.</summary>
    private static async Task<string[]> Items(string project, params string[] types)
    {
        string json = await Command.Dotnet(Path.GetDirectoryName(project)!, ["msbuild", project, .. types.Select(type => $"-getItem:{type}")]);
        using JsonDocument document = JsonDocument.Parse(json);
        return [.. document.RootElement.GetProperty("Items").EnumerateObject()
            .SelectMany(type => type.Value.EnumerateArray())
            .Select(item => item.GetProperty("Identity").GetString()!)];
    }
}
