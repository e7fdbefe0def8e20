using System.Runtime.InteropServices;
using Masking.Loading;

namespace Masking.Runtime.Tests.Loading;

public sealed class NativePlatformTests
{
    [Theory]
    [InlineData("LINUX", Architecture.X64, "linux-x64", "linux-x64")]
    [InlineData("LINUX", Architecture.X64, "debian.12-x64", "linux-x64")]
    [InlineData("LINUX", Architecture.Arm64, "linux-arm64", "linux-arm64")]
    [InlineData("LINUX", Architecture.X64, "linux-musl-x64", "linux-musl-x64")]
    [InlineData("LINUX", Architecture.X64, "alpine.3.22-x64", "linux-musl-x64")]
    [InlineData("OSX", Architecture.Arm64, "osx-arm64", "osx-arm64")]
    [InlineData("OSX", Architecture.X64, "osx.15-x64", "osx-x64")]
    [InlineData("WINDOWS", Architecture.X64, "win-x64", "win-x64")]
    [InlineData("WINDOWS", Architecture.X86, "win-x86", "win-x86")]
    [InlineData("FREEBSD", Architecture.X64, "freebsd-x64", "freebsd-x64")]
    public void Name_IsTheSystemAndTheArchitectureOfTheProcess(string system, Architecture architecture, string identifier, string name) =>
        Assert.Equal(name, NativePlatform.NameOf(OSPlatform.Create(system), architecture, identifier));

    [Theory]
    [InlineData("/app/libLibTorchSharp.dylib", true)]
    [InlineData("/app/runtimes/osx-arm64/native/libLibTorchSharp.dylib", true)]
    [InlineData("/app/runtimes/osx/native/libLibTorchSharp.dylib", true)]
    [InlineData("/app/runtimes/osx-x64/native/libLibTorchSharp.dylib", false)]
    [InlineData("/app/runtimes/osx-arm64/native/libtorch_cpu.dylib", false)]
    [InlineData("libLibTorchSharp.dylib", true)]
    public void LibraryOfAPlatform_HasItsFileNameAndIsInItsFolder(string file, bool isFound) =>
        Assert.Equal(isFound, NativePlatform.Supported.Single(platform => platform.Name == "osx-arm64").HasTorchSharp([file]));
}
