namespace Masking.Build.Tests;

public sealed class ElfVersionsTests
{
    [Fact]
    public void Needed_GivesEveryVersionOfEveryLibrary()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write(
            "lib.so",
            MadeUpElf.Needing(("libm.so.6", ["GLIBC_2.2.5"]), ("libstdc++.so.6", ["CXXABI_1.3", "GLIBCXX_3.4"]))
        );

        IEnumerable<(string, string)> needs = ElfVersions.Needed(ElfFile.Read(path)).Select(need => (need.Library, need.Version));

        Assert.Equal([("libm.so.6", "GLIBC_2.2.5"), ("libstdc++.so.6", "CXXABI_1.3"), ("libstdc++.so.6", "GLIBCXX_3.4")], needs);
    }

    [Fact]
    public void Defined_GivesEveryVersionAndNotTheLibrarysOwnName()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("lib.so", MadeUpElf.Defining("CXXABI_1.3", "GLIBCXX_3.4"));

        Assert.Equal(["CXXABI_1.3", "GLIBCXX_3.4"], ElfVersions.Defined(ElfFile.Read(path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void LibraryWithoutVersions_NeedsAndDefinesNone()
    {
        using TemporaryFolder folder = new();
        ElfFile file = ElfFile.Read(folder.Write("lib.so", MadeUpElf.Defining()));

        Assert.Empty(ElfVersions.Needed(file));
        Assert.Empty(ElfVersions.Defined(file));
    }

    [Fact]
    public void TorchSharpsOwnLibrary_NeedsTheseLibrariesAndTheUnusedVersion()
    {
        IReadOnlyList<VersionNeed> needs = ElfVersions.Needed(ElfFile.Read(Scene.TorchSharpLibrary));

        Assert.Equal(
            ["ld-linux-x86-64.so.2", "libm.so.6", "libgcc_s.so.1", "libc.so.6", "libstdc++.so.6"],
            needs.Select(need => need.Library).Distinct());
        Assert.Equal(20, needs.Count(need => need.Library == Relaxation.Library));
        Assert.Contains(needs, need => need is { Library: Relaxation.Library, Version: Relaxation.UnusedVersion, IsWeak: false });
    }
}
