using System.Runtime.Versioning;

namespace Masking.Build.Tests;

/// <summary>An application whose native libraries do not load reports the cause, whatever it calls first.</summary>
[SupportedOSPlatform("linux")]
[Collection(nameof(OutsideProject))]
public sealed class LoadErrorTests(LoadErrorProjects projects) : IClassFixture<LoadErrorProjects>
{
    private const string Error = "TorchSharpLoadException after DllNotFoundException: TorchSharp cannot be loaded: ";
    private const string NoLibtorch = "expected libtorch (libtorch_cpu.so) in ";
    private const string Page = "See docs/loading.md, \"Errors while loading\".";

    [Theory]
    [InlineData("policy")]
    [InlineData("policy with initializers")]
    [InlineData("recurrent policy")]
    [InlineData("value network")]
    [InlineData("load")]
    [InlineData("batch")]
    [InlineData("memory")]
    [InlineData("vector encoder")]
    [InlineData("entity encoder")]
    [InlineData("grid encoder")]
    [InlineData("own encoder")]
    [InlineData("core")]
    [InlineData("recurrent core")]
    [InlineData("head")]
    [InlineData("pointer")]
    [InlineData("value head")]
    [InlineData("attention")]
    [InlineData("trainer")]
    [InlineData("library")]
    public async Task WithoutLibtorch_EveryFirstCallNamesThePackage(string call)
    {
        string output = await projects.Run(LoadErrorProjects.WithoutLibtorch, call);

        Assert.StartsWith(Error + NoLibtorch, output);
        Assert.Contains("'dotnet add package TorchSharp-cpu --version 0.107.0'", output);
        Assert.EndsWith(Page, output);
    }

    [Fact]
    public async Task Page_HasTheSectionThatMessagesName()
    {
        string[] page = await File.ReadAllLinesAsync(
            Path.Combine(Repository.Root, "docs", "loading.md"), TestContext.Current.CancellationToken);

        Assert.Contains("## Errors while loading", page);
    }

    [Fact]
    public async Task WithoutLibtorch_ATrainingCommandWritesTheMessageAlone()
    {
        string output = await projects.Run(LoadErrorProjects.WithoutLibtorch, "command");

        Assert.StartsWith(
            $"InvalidOperationException after : exit code 1, output \"\", error \"TorchSharp cannot be loaded: {NoLibtorch}", output);
        Assert.EndsWith($"{Page}\"", output);
    }

    [Fact]
    public async Task WithTheLibraryOfThePackage_TheMessageNamesTheVersionThatTheHostLacks()
    {
        ElfFile library = ElfFile.Read(Scene.TorchSharpLibrary);
        ElfFile host = HostLibrary.Find(Relaxation.Library, library.Machine, HostLibrary.Folders(Relaxation.Library))!;
        bool loads = ElfVersions.Defined(host).Contains(Relaxation.UnusedVersion);

        string output = await projects.Run(LoadErrorProjects.NotRelaxed, "policy");

        Assert.StartsWith(loads ? "loaded" : $"{Error}expected {Relaxation.UnusedVersion} in '", output);
        Assert.Equal(!loads, output.Contains("do not set MaskingRelaxTorchSharp to false"));
    }

    [Fact]
    public async Task WithLibrariesForWindows_TheMessageNamesBothPlatforms()
    {
        string output = await projects.Run(LoadErrorProjects.ForWindows, "policy");

        Assert.StartsWith($"{Error}expected native libraries for linux-x64, the platform of this process, got those for another", output);
        Assert.Contains("LibTorchSharp.dll'", output);
        Assert.EndsWith(Page, output);
    }
}
