namespace Masking.Build.Tests;

/// <summary>
/// Properties on the command line are global, so publish properties of an application also apply to the projects of the generator and the
/// build task.
/// </summary>
public sealed class PublishPropertyTests
{
    [Theory]
    [InlineData("Masking.Build")]
    [InlineData("Masking.CodeFixes")]
    [InlineData("Masking.Generators")]
    public async Task WhatRunsInTheBuild_IsRestoredWithoutAWarning(string project)
    {
        using TemporaryFolder clone = new();
        Repository.CopyTo(clone.Path, "src");
        string folder = Path.Combine(clone.Path, "src", project);
        string[] properties =
        [
            "PublishAot", "PublishTrimmed", "PublishSingleFile", "PublishReadyToRun", "IsTrimmable", "IsAotCompatible",
            "EnableTrimAnalyzer", "EnableAotAnalyzer", "EnableSingleFileAnalyzer",
        ];

        string[] given = ["-p:RuntimeIdentifier=linux-x64", .. properties.Select(name => $"-p:{name}=true")];
        await Command.Dotnet(folder, ["msbuild", "-target:Restore", "-warnAsError", .. given]);
    }
}
