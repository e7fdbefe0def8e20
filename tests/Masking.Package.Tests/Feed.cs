namespace Masking.Package.Tests;

/// <summary>
/// The packages, made from a copy of the repository by the command that README.md names, and a folder in which projects find them.
/// </summary>
/// <remarks>
/// Projects in <see cref="Folder"/> use a package cache of their own, so that packages of other builds with the same version are not found.
/// The packages of others come from the cache of the machine.
/// </remarks>
public sealed class Feed : IAsyncLifetime
{
    private readonly TemporaryFolder _temporary = new();

    /// <summary>The folder of the consumers. Its name has a space and a non-ASCII letter.</summary>
    public string Folder => _temporary["mein Gehöft"];

    /// <summary>The folder of the packages.</summary>
    public string Packages => Path.Combine(_temporary["masking"], "packages");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        string clone = _temporary["masking"];
        Repository.CopyTo(clone, "benchmarks", "docs", "samples", "src", "templates", "tests");
        await Command.Dotnet(clone, "pack", "--configuration", "Release", "--output", "packages");

        Environment.SetEnvironmentVariable("NUGET_PACKAGES", _temporary["cache"]);
        Environment.SetEnvironmentVariable("RestoreFallbackFolders", Repository.Metadata("PackageCache"));
        Environment.SetEnvironmentVariable("DOTNET_CLI_HOME", _temporary["home"]);
        Environment.SetEnvironmentVariable("DOTNET_NOLOGO", "true");
        _temporary.Write("mein Gehöft/nuget.config", $"""
            <configuration>
              <packageSources>
                <add key="masking" value="{Packages}" />
              </packageSources>
            </configuration>
            """);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _temporary.Dispose();
        return ValueTask.CompletedTask;
    }
}
