using Microsoft.Build.Framework;

namespace Masking.Build.Tests;

/// <summary>A malformed file results in an error that names the file, and never in a crash of the build.</summary>
public sealed class MalformedFileTests
{
    private static readonly byte[] s_library = MadeUpElf.Needing("GLIBCXX_3.4", Scene.Unused);
    private static readonly byte[] s_host = MadeUpElf.Defining("GLIBCXX_3.4");

    [Fact]
    public void LibraryTruncatedAnywhere_IsAnError()
    {
        for (int length = 0; length < s_library.Length; length++)
        {
            using Scene scene = Scene.With(s_library[..length], s_host);
            AssertError(scene, scene.Library);
        }
    }

    [Fact]
    public void HostLibraryTruncated_IsAnError()
    {
        using Scene scene = Scene.With(s_library, s_host[..^1]);

        AssertError(scene, scene.Host);
    }

    [Theory]
    [InlineData(0, 0x23, "is not an ELF file")]
    [InlineData(4, 1, "is not a 64-bit little-endian ELF file")]
    [InlineData(5, 2, "is not a 64-bit little-endian ELF file")]
    public void AnotherKindOfFile_IsAnError(int position, byte value, string complaint)
    {
        byte[] foreign = [.. s_library];
        foreign[position] = value;
        using Scene scene = Scene.With(foreign, s_host);

        Assert.Contains(complaint, AssertError(scene, scene.Library));
    }

    [Fact]
    public void AnyByteDamaged_IsReadOrNamedAndNeverACrash()
    {
        for (int position = 0; position < s_library.Length; position++)
        {
            byte[] damaged = [.. s_library];
            damaged[position] ^= 0xff;
            using Scene scene = Scene.With(damaged, s_host);

            scene.Relax();

            Assert.All(scene.Build.Errors, error => Assert.Contains(scene.Library, error.Message));
        }
    }

    [Fact]
    public void NamesWithoutTheirTable_IsAnError()
    {
        const int link = 40;
        byte[] damaged = [.. s_library];
        damaged[damaged.Length - 2 * 64 + link] = 9;
        using Scene scene = Scene.With(damaged, s_host);

        Assert.Contains("without its string table", AssertError(scene, scene.Library));
    }

    [Fact]
    public void SectionBeyondTheEnd_IsAnError()
    {
        using Scene scene = Scene.With(WithHugeLastSection(type: 1), s_host);

        Assert.Contains("is truncated", AssertError(scene, scene.Library));
    }

    [Fact]
    public void SectionWithoutBytesBeyondTheEnd_IsReadAsUsual()
    {
        using Scene scene = Scene.With(WithHugeLastSection(ElfSection.WithoutBytes), s_host);

        Assert.Single(scene.Relax());
    }

    [Fact]
    public void NameThatDoesNotEnd_IsAnError()
    {
        byte[] damaged = [.. s_library];
        int lastOfNames = 64 + "\0libstdc++.so.6\0GLIBCXX_3.4\0".Length + Scene.Unused.Length;
        damaged[lastOfNames] = (byte)'x';
        using Scene scene = Scene.With(damaged, s_host);

        Assert.Contains("name that does not end", AssertError(scene, scene.Library));
    }

    [Fact]
    public void NoSuchFile_IsAnError()
    {
        using Scene scene = Scene.With(s_library, s_host);
        File.Delete(scene.Library);

        AssertError(scene, scene.Library);
    }

    private static byte[] WithHugeLastSection(uint type)
    {
        byte[] file = [.. s_library];
        int header = file.Length - 64;
        BitConverter.TryWriteBytes(file.AsSpan(header + 4), type);
        BitConverter.TryWriteBytes(file.AsSpan(header + 32), 1L << 40);
        return file;
    }

    private static string AssertError(Scene scene, string about)
    {
        RelaxNativeVersionsTests.AssertNothingDone(scene);
        BuildErrorEventArgs error = Assert.Single(scene.Build.Errors);
        Assert.Equal("MASKB002", error.Code);
        Assert.Equal(scene.Library, error.File);
        Assert.Contains(about, error.Message);
        return error.Message!;
    }
}
