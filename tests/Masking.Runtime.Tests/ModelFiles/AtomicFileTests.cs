using Masking.ModelFiles;

namespace Masking.Runtime.Tests.ModelFiles;

/// <summary>A file is complete or as it was before.</summary>
public sealed class AtomicFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("masking");

    private string Target => Path.Combine(_folder.FullName, "target");

    [Fact]
    public void ACompleteFile_ReplacesTheExistingOne()
    {
        File.WriteAllText(Target, "before");

        AtomicFile.Write(Target, file => file.Write("after"u8));

        Assert.Equal("after", File.ReadAllText(Target));
        Assert.Single(_folder.GetFileSystemInfos());
    }

    [Fact]
    public void UntilTheFileIsComplete_TheExistingOneIsThere()
    {
        File.WriteAllText(Target, "before");

        AtomicFile.Write(Target, file =>
        {
            file.Write("after"u8);
            file.Flush();
            Assert.Equal("before", File.ReadAllText(Target));
        });
    }

    [Fact]
    public void AFullDisk_KeepsTheExistingFile()
    {
        File.WriteAllText(Target, "before");

        IOException thrown = Assert.Throws<IOException>(() => AtomicFile.Write(Target, file =>
        {
            file.Write("aft"u8);
            throw new IOException("No space left on device");
        }));

        Assert.Equal("No space left on device", thrown.Message);
        Assert.Equal("before", File.ReadAllText(Target));
        Assert.Single(_folder.GetFileSystemInfos());
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
