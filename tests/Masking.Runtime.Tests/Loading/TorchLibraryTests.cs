using Masking.Loading;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Loading;

public sealed class TorchLibraryTests
{
    [Fact]
    public void EnsureLoaded_WithALoadedTorchSharp_DoesNotThrow()
    {
        TorchLibrary.EnsureLoaded();

        using Tensor one = ones(1);
        TorchLibrary.EnsureLoaded();
        Assert.Equal(1f, one.item<float>());
    }

    [Fact]
    public void Failure_KnowsTheFilesOfThisApplication()
    {
        DllNotFoundException error = new("error");

        LoadFailure failure = LoadFailure.InThisProcess(null, error);

        NativePlatform platform = NativePlatform.Supported.Single(each => each.Name == failure.Platform);
        Assert.True(platform.HasTorchSharp(failure.Files));
        Assert.True(platform.HasLibtorch(failure.Files));
        Assert.All(failure.Files, file => Assert.True(File.Exists(file), file));
        Assert.Equal(failure.Files.Distinct(), failure.Files);
        Assert.Equal(AppContext.BaseDirectory, failure.Folder);
        Assert.Matches(@"^\d+\.\d+\.\d+$", failure.Version);
        Assert.Same(error, failure.TorchSharp);
    }
}
