using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Masking.Build.Tests;

/// <summary>Output folders contain links to the package cache. The task must never write to the target of a link.</summary>
[SupportedOSPlatform("linux")]
public sealed class PackageCacheTests
{
    private static readonly byte[] s_needing = MadeUpElf.Needing("GLIBCXX_3.4", Scene.Unused);
    private static readonly byte[] s_lacking = MadeUpElf.Defining("GLIBCXX_3.4");

    [Fact]
    public void HardLinkAtTheDestination_IsReplacedAndTheCacheIsUnchanged()
    {
        using Scene scene = Scene.With(s_needing, s_lacking);
        Directory.CreateDirectory(scene.Folder["application"]);
        Assert.Equal(0, HardLink(scene.Library, scene.Copy));

        scene.Relax();

        Assert.Equal(s_needing, File.ReadAllBytes(scene.Library));
        Assert.NotEqual(s_needing, File.ReadAllBytes(scene.Copy));
    }

    [Fact]
    public void SymbolicLinkAtTheDestination_IsReplacedAndTheCacheIsUnchanged()
    {
        using Scene scene = Scene.With(s_needing, s_lacking);
        Directory.CreateDirectory(scene.Folder["application"]);
        File.CreateSymbolicLink(scene.Copy, scene.Library);

        scene.Relax();

        Assert.Equal(s_needing, File.ReadAllBytes(scene.Library));
        Assert.NotEqual(s_needing, File.ReadAllBytes(scene.Copy));
        Assert.Null(new FileInfo(scene.Copy).LinkTarget);
    }

    [Theory]
    [InlineData("rwxr-xr-x", "rwxr-xr-x")]
    [InlineData("rw-r-----", "rw-r-----")]
    [InlineData("r-xr-xr-x", "rwxr-xr-x")]
    public void Copy_KeepsTheModeAndCanBeReplaced(string library, string copy)
    {
        using Scene scene = Scene.With(s_needing, s_lacking);
        SetMode(scene.Library, library);

        scene.Relax();

        Assert.Equal(copy, Mode(scene.Copy));
        Assert.Equal(library, Mode(scene.Library));
    }

    private static string Mode(string path)
    {
        int mode = (int)File.GetUnixFileMode(path);
        return string.Concat("rwxrwxrwx".Select((letter, i) => (mode & 0x100 >> i) != 0 ? letter : '-'));
    }

    private static void SetMode(string path, string mode) =>
        File.SetUnixFileMode(path, (UnixFileMode)mode.Aggregate(0, (bits, letter) => bits << 1 | (letter == '-' ? 0 : 1)));

    [DllImport("libc", EntryPoint = "link", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int HardLink(string existing, string created);
}
