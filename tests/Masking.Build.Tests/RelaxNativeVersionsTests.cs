using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Masking.Build.Tests;

public sealed class RelaxNativeVersionsTests
{
    private static readonly byte[] s_needing = MadeUpElf.Needing("GLIBCXX_3.4", Scene.Unused, "CXXABI_1.3");
    private static readonly byte[] s_lacking = MadeUpElf.Defining("GLIBCXX_3.4", "CXXABI_1.3");
    private static readonly byte[] s_complete = MadeUpElf.Defining("GLIBCXX_3.4", Scene.Unused, "CXXABI_1.3");

    [Fact]
    public void UnusedVersionMissing_ThatEntryAloneBecomesWeak()
    {
        using Scene scene = Scene.With(s_needing, s_lacking);

        ITaskItem item = Assert.Single(scene.Relax());

        Assert.Equal(scene.Copy, item.ItemSpec);
        AssertOnlyOneEntryDiffers(scene.Library, scene.Copy);
        Assert.Equal(s_needing, File.ReadAllBytes(scene.Library));
        Assert.Equal(["lib.so"], Directory.GetFiles(scene.Folder["application"]).Select(Path.GetFileName));
    }

    [Fact]
    public void TorchSharpsOwnLibrary_ThatEntryAloneBecomesWeak()
    {
        byte[] original = File.ReadAllBytes(Scene.TorchSharpLibrary);
        IEnumerable<string> needed = ElfVersions.Needed(ElfFile.Read(Scene.TorchSharpLibrary))
            .Where(need => need.Library == Relaxation.Library)
            .Select(need => need.Version);
        using Scene scene = Scene.With(original, MadeUpElf.Defining([.. needed.Except([Scene.Unused])]));

        scene.Relax();

        AssertOnlyOneEntryDiffers(scene.Library, scene.Copy);
        Assert.Equal(original, File.ReadAllBytes(scene.Library));
    }

    [Fact]
    public void UnusedVersionMissing_SaysOnceWhatWasDoneAndHowToSwitchItOff()
    {
        using Scene scene = Scene.With(s_needing, s_lacking);

        scene.Relax();
        BuildMessageEventArgs first = Assert.Single(scene.Build.Messages);
        scene.Relax();
        BuildMessageEventArgs second = Assert.Single(scene.Build.Messages);

        Assert.Equal(MessageImportance.High, first.Importance);
        Assert.Contains(Scene.Unused, first.Message);
        Assert.Contains(scene.Host, first.Message);
        Assert.Contains(scene.Copy, first.Message);
        Assert.Contains("MaskingRelaxTorchSharp=false", first.Message);
        Assert.Equal(MessageImportance.Low, second.Importance);
    }

    [Fact]
    public void SecondBuild_WritesNothingAndDeploysTheSameCopy()
    {
        using Scene scene = Scene.With(s_needing, s_lacking);
        DateTime before = new(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);

        scene.Relax();
        File.SetLastWriteTimeUtc(scene.Copy, before);
        ITaskItem item = Assert.Single(scene.Relax());

        Assert.Equal(scene.Copy, item.ItemSpec);
        Assert.Equal(before, File.GetLastWriteTimeUtc(scene.Copy));
    }

    [Fact]
    public void CopyOfAnOlderLibrary_IsReplaced()
    {
        using Scene scene = Scene.With(s_needing, s_lacking);
        scene.Folder.Write("application/lib.so", MadeUpElf.Needing("GLIBCXX_3.4"));

        scene.Relax();

        AssertOnlyOneEntryDiffers(scene.Library, scene.Copy);
    }

    [Fact]
    public void CopyIsNewerThanItsLibrary_SoThatSwitchingOnAndOffIsSeenByIncrementalBuilds()
    {
        using Scene scene = Scene.With(s_needing, s_lacking);
        File.SetLastWriteTimeUtc(scene.Library, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        scene.Relax();

        Assert.True(File.GetLastWriteTimeUtc(scene.Library) < File.GetLastWriteTimeUtc(scene.Copy));
    }

    [Fact]
    public void HostHasEveryVersion_NothingIsDone()
    {
        using Scene scene = Scene.With(s_needing, s_complete);

        AssertNothingDone(scene);
        Assert.Empty(scene.Build.Warnings);
    }

    [Fact]
    public void LibraryIsRelaxedAlready_NothingIsDone()
    {
        using Scene scene = Scene.With(s_needing, s_lacking);
        scene.Relax();
        File.Move(scene.Copy, scene.Library, overwrite: true);

        AssertNothingDone(scene);
        Assert.Empty(scene.Build.Warnings);
    }

    [Fact]
    public void SameVersionAskedOfAnotherLibrary_IsLeftAlone()
    {
        byte[] library = MadeUpElf.Needing(("libother.so", [Scene.Unused]), ("libstdc++.so.6", ["GLIBCXX_3.4", Scene.Unused]));
        using Scene scene = Scene.With(library, s_lacking);

        scene.Relax();

        VersionNeed weak = Assert.Single(ElfVersions.Needed(ElfFile.Read(scene.Copy)), need => need.IsWeak);
        Assert.Equal("libstdc++.so.6", weak.Library);
    }

    [Theory]
    [InlineData("GLIBCXX_3.4.40")]
    [InlineData("GLIBCXX_3.4.40", Scene.Unused)]
    public void VersionThatMayBeUsedIsMissing_WarnsAndDoesNothing(params string[] missing)
    {
        using Scene scene = Scene.With(MadeUpElf.Needing(["GLIBCXX_3.4", .. missing]), s_lacking);

        AssertNothingDone(scene);

        BuildWarningEventArgs warning = Assert.Single(scene.Build.Warnings);
        Assert.Equal("MASKB001", warning.Code);
        Assert.Equal(scene.Library, warning.File);
        Assert.Contains("GLIBCXX_3.4.40", warning.Message);
        Assert.DoesNotContain(Scene.Unused, warning.Message);
    }

    [Fact]
    public void CopyTakesTheLibrarysPlace_WithItsMetadata()
    {
        using Scene scene = Scene.With(s_needing, s_lacking);
        TaskItem library = new(scene.Library);
        library.SetMetadata("DestinationSubDirectory", "runtimes/linux-x64/native/");

        ITaskItem item = Assert.Single(scene.Relax(library));

        Assert.Equal("runtimes/linux-x64/native/", item.GetMetadata("DestinationSubDirectory"));
        Assert.Equal(scene.Library, item.GetMetadata("RelaxedFrom"));
    }

    internal static void AssertNothingDone(Scene scene)
    {
        Assert.Empty(scene.Relax());
        Assert.False(File.Exists(scene.Copy));
    }

    /// <summary>Asserts that only the lower byte of the flags of one entry differs, by the weak bit.</summary>
    private static void AssertOnlyOneEntryDiffers(string original, string copy)
    {
        byte[] before = File.ReadAllBytes(original);
        byte[] after = File.ReadAllBytes(copy);
        VersionNeed unused = Assert.Single(ElfVersions.Needed(ElfFile.Read(original)), need => need.Version == Scene.Unused);

        Assert.Equal(before.Length, after.Length);
        int changed = Assert.Single(Enumerable.Range(0, before.Length), i => before[i] != after[i]);
        Assert.Equal(unused.FlagsOffset, (ulong)changed);
        Assert.Equal(0, before[changed]);
        Assert.Equal(2, after[changed]);

        VersionNeed weak = Assert.Single(ElfVersions.Needed(ElfFile.Read(copy)), need => need.IsWeak);
        Assert.Equal(Scene.Unused, weak.Version);
    }
}
