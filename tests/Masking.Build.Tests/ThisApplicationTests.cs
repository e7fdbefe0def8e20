using TorchSharp;

namespace Masking.Build.Tests;

/// <summary>The effect of the build step on an application: this test project.</summary>
public sealed class ThisApplicationTests
{
    private static string Natives => Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native");

    [Fact]
    public void TorchSharp_LoadsFromWhereItWasDeployed()
    {
        using torch.Tensor sum = torch.ones(2).sum();

        Assert.Equal(2f, sum.item<float>());

        // If loading fails, TorchSharp copies all libraries to a folder "cpu", and loads them from there.
        string library = Path.Combine(Natives, "libLibTorchSharp.so");
        Assert.All(
            File.ReadLines("/proc/self/maps").Where(line => line.Contains("libLibTorchSharp")),
            line => Assert.EndsWith(library, line)
        );
    }

    [Fact]
    public void DeployedLibrary_AsksNothingThatThisHostLacks()
    {
        ElfFile library = ElfFile.Read(Path.Combine(Natives, "libLibTorchSharp.so"));
        ElfFile host = HostLibrary.Find(Relaxation.Library, library.Machine, HostLibrary.Folders(Relaxation.Library))!;

        Relaxation relaxation = Relaxation.Plan(library, host);

        Assert.Null(relaxation.EntryToWeaken);
        Assert.Empty(relaxation.Missing);
    }

    [Fact]
    public void LibrariesOfOtherHosts_AreNotDeployed()
    {
        string runtimes = Path.Combine(AppContext.BaseDirectory, "runtimes");
        string[] libraries = Directory.GetFiles(runtimes, "*torch*", SearchOption.AllDirectories);

        Assert.NotEmpty(libraries);
        Assert.All(libraries, library => Assert.Equal(Natives, Path.GetDirectoryName(library)));
    }
}
