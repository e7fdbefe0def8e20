namespace Masking.Documentation.Tests;

/// <summary>A temporary folder that is the current one while the tests run, so that examples may write files by name.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly string _previous = Environment.CurrentDirectory;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("masking-");

    /// <summary>Creates the folder and enters it.</summary>
    public TemporaryFolder() => Environment.CurrentDirectory = _folder.FullName;

    /// <inheritdoc/>
    public void Dispose()
    {
        Environment.CurrentDirectory = _previous;
        _folder.Delete(recursive: true);
    }
}
