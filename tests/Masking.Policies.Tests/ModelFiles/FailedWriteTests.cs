namespace Masking.Policies.Tests.ModelFiles;

/// <summary>A file that cannot be written leaves an existing one as it was, and no temporary file.</summary>
public sealed class FailedWriteTests
{
    [Fact]
    public void AMissingFolder_IsReported()
    {
        using TemporaryFolder folder = new();
        using TinyValues policy = new();

        Assert.Throws<DirectoryNotFoundException>(() => policy.Save(folder[Path.Combine("missing", "tiny")]));

        Assert.Empty(folder.Files);
    }

    [Fact]
    public void APathThatIsAFolder_KeepsTheFolder()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["tiny"]);
        using TinyValues policy = new();

        Assert.ThrowsAny<Exception>(() => policy.Save(folder["tiny"]));

        Assert.Equal(["tiny"], folder.Files);
    }

    [Fact]
    public void AFileThatAnotherProcessWrites_IsNotDisturbed()
    {
        using TemporaryFolder folder = new();
        using TinyValues policy = new();
        using (FileStream other = File.Create(folder["tiny.new"]))
        {
            other.WriteByte(1);
            Assert.Throws<IOException>(() => policy.Save(folder["tiny"]));
        }

        Assert.Equal(["tiny.new"], folder.Files);
        policy.Save(folder["tiny"]);
        Assert.Equal(["tiny"], folder.Files);
    }

    [Fact]
    public void AnElementTypeWithoutAName_IsRefused()
    {
        using TemporaryFolder folder = new();
        using ComplexPolicy policy = new();

        NotSupportedException refused = Assert.Throws<NotSupportedException>(() => policy.Save(folder["complex"]));

        Assert.Equal("ComplexPolicy.phases: expected an element type that the safetensors format has, got ComplexFloat32.",
            refused.Message);
        Assert.Empty(folder.Files);
    }
}
