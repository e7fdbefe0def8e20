namespace Masking.Build.Tests;

/// <summary>
/// Targets refer to the assembly of the task before it is built, so its path must not depend on the options of an application.
/// </summary>
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
