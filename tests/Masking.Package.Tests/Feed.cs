namespace Masking.Package.Tests;

/// <summary>
/// The packages, made by the command that README.md names, and a folder in which projects find them.
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
    public string Packages => _temporary["packages"];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        // Tests of a release build use it. Others build the release first.
        string[] built = Repository.Metadata("Configuration") == "Release" ? ["--no-build"] : [];
        await Command.Dotnet(Repository.Root, ["pack", "--configuration", "Release", "--output", Packages, .. built]);

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
