namespace Masking.Build.Tests;

public sealed class HostLibraryTests
{
    private const string Name = Relaxation.Library;

    [Fact]
    public void Folders_AreThoseAskedForThenThatOfThisProcessThenTheUsualOnes()
    {
        string[] maps =
        [
            "7f0c20000000-7f0c20021000 rw-p 00000000 00:00 0",
            "7f0c2a000000-7f0c2a099000 r--p 00000000 fe:00 11657745    /opt/gcc/lib/libc.so.6",
            "7f0c2a400000-7f0c2a499000 r--p 00000000 fe:00 11657745    /opt/gcc 13/lib/libstdc++.so.6.0.32",
        ];

        IReadOnlyList<string> folders = HostLibrary.Folders(Name, "/opt/first::/opt/second", maps);

        Assert.Equal(["/opt/first", "/opt/second", "/opt/gcc 13/lib"], folders.Take(3));
        Assert.Contains("/usr/lib/x86_64-linux-gnu", folders.Skip(3));
        Assert.Contains("/usr/lib64", folders.Skip(3));
    }

    [Fact]
    public void Folders_WithNothingAskedFor_AreTheUsualOnes()
    {
        Assert.Equal("/lib/x86_64-linux-gnu", HostLibrary.Folders(Name, null, [])[0]);
    }

    [Fact]
    public void Find_PassesOverWhatTheLoaderPassesOver()
    {
        using TemporaryFolder folder = new();
        byte[] narrow = MadeUpElf.Defining("GLIBCXX_3.4");
        narrow[4] = 1;
        folder.Write($"32-bit/{Name}", narrow);
        folder.Write($"arm/{Name}", MadeUpElf.Defining(MadeUpElf.Arm64, "GLIBCXX_3.4"));
        folder.Write($"right/{Name}", MadeUpElf.Defining("GLIBCXX_3.4"));
        folder.Write($"later/{Name}", MadeUpElf.Defining("GLIBCXX_3.4"));
        IEnumerable<string> folders = new[] { "absent", "32-bit", "arm", "right", "later" }.Select(name => folder[name]);

        Assert.Equal(folder[$"right/{Name}"], HostLibrary.Find(Name, MadeUpElf.X64, folders)?.Path);
    }

    [Fact]
    public void Find_WithoutSuchALibrary_GivesNone()
    {
        using TemporaryFolder folder = new();

        Assert.Null(HostLibrary.Find(Name, MadeUpElf.X64, [folder.Path]));
    }

    [Fact]
    public void ThisHost_HasTheLibraryThatThisProcessRunsOn()
    {
        string loaded = File.ReadLines("/proc/self/maps").First(line => line.Contains($"/{Name}"));

        ElfFile? host = HostLibrary.Find(Name, ElfFile.Read(Environment.ProcessPath!).Machine, HostLibrary.Folders(Name));

        Assert.NotNull(host);
        Assert.Equal(File.ReadAllBytes(loaded[loaded.IndexOf('/')..]), host.ToBytes());
        Assert.Contains("GLIBCXX_3.4", ElfVersions.Defined(host));
    }
}
