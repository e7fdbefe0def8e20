namespace Masking.Build.Tests;

/// <summary>The file of the build task is named before it is built, so it must not move with the options of an application.</summary>
public sealed class TaskPathTests
{
    [Theory]
    [InlineData("Platform=x64")]
    [InlineData("ArtifactsPath=/elsewhere")]
    public async Task Task_IsBuiltWhereApplicationsLoadItFrom(string property)
    {
        string folder = Path.Combine(Repository.Root, "src", "Masking.Build");

        string path = await Command.Dotnet(folder, "msbuild", "-getProperty:TargetPath", "-p:Configuration=Release", $"-p:{property}");

        Assert.Equal(Path.Combine(folder, "bin", "Release", "netstandard2.0", "Masking.Build.dll"), path.Trim());
    }
}
