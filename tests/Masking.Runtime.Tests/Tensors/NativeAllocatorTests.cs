using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests;

public sealed class NativeAllocatorTests
{
    [Fact]
    public void FreedMemory_IsKeptByGlibc_HoweverOftenItIsAsked()
    {
        bool isGlibc = OperatingSystem.IsLinux() && !RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal);

        Assert.Equal([isGlibc, isGlibc, isGlibc], Enumerable.Range(0, 3).Select(_ => NativeAllocator.KeepFreedMemory()));

        using TorchSharp.torch.Tensor large = ones(1 << 22);
        Assert.Equal(1 << 22, large.sum().item<float>());
    }
}
