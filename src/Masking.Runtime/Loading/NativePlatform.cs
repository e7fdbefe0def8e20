using System.Runtime.InteropServices;

namespace Masking.Loading;

/// <summary>A platform for which TorchSharp has native libraries.</summary>
/// <param name="Name">The operating system and the architecture, as a runtime identifier.</param>
/// <param name="TorchSharpFile">The file name of TorchSharp's own native library.</param>
/// <param name="LibtorchFile">The file name of the part of libtorch that every application needs.</param>
/// <param name="Package">The package that contains libtorch for the CPU.</param>
/// <param name="CudaPackage">The package that contains libtorch for CUDA; null if there is none.</param>
internal sealed record NativePlatform(
    string Name,
    string TorchSharpFile,
    string LibtorchFile,
    string Package = "TorchSharp-cpu",
    string? CudaPackage = null)
{
    /// <summary>All platforms for which TorchSharp 0.107 has native libraries.</summary>
    public static IReadOnlyList<NativePlatform> Supported { get; } =
    [
        new("linux-x64", "libLibTorchSharp.so", "libtorch_cpu.so", CudaPackage: "TorchSharp-cuda-linux"),
        new("osx-arm64", "libLibTorchSharp.dylib", "libtorch_cpu.dylib"),
        new("win-arm64", "LibTorchSharp.dll", "torch_cpu.dll", Package: "libtorch-cpu-win-arm64"),
        new("win-x64", "LibTorchSharp.dll", "torch_cpu.dll", CudaPackage: "TorchSharp-cuda-windows"),
    ];

    /// <summary>Whether one of the files is TorchSharp's own native library for this platform.</summary>
    public bool HasTorchSharp(IEnumerable<string> files) => files.Any(file => Path.GetFileName(file) == TorchSharpFile && MayBeFor(file));

    /// <summary>Whether one of the files is the library of libtorch for this platform.</summary>
    public bool HasLibtorch(IEnumerable<string> files) => files.Any(file => Path.GetFileName(file) == LibtorchFile && MayBeFor(file));

    /// <summary>Whether a file is for this platform, or in a folder that states no platform.</summary>
    private bool MayBeFor(string file)
    {
        // A portable application has the libraries of each platform in runtimes/PLATFORM/native, where the platform may be "osx" alone.
        string? native = Path.GetDirectoryName(file);
        string? platform = Path.GetDirectoryName(native);
        return Path.GetFileName(Path.GetDirectoryName(platform)) != "runtimes"
            || Name.StartsWith(Path.GetFileName(platform)!, StringComparison.Ordinal);
    }

    /// <summary>Returns the platform of a process.</summary>
    /// <param name="system">The operating system.</param>
    /// <param name="architecture">The architecture of the process.</param>
    /// <param name="runtimeIdentifier">
    /// The runtime identifier of the process, such as <c>linux-musl-x64</c>. It may name a distribution: <c>alpine.3.22-x64</c>.
    /// </param>
    public static string NameOf(OSPlatform system, Architecture architecture, string runtimeIdentifier)
    {
        bool isMusl = runtimeIdentifier.Contains("musl", StringComparison.Ordinal)
            || runtimeIdentifier.StartsWith("alpine", StringComparison.Ordinal);
        string? name = system == OSPlatform.Windows ? "win"
            : system == OSPlatform.OSX ? "osx"
            : system == OSPlatform.Linux ? (isMusl ? "linux-musl" : "linux")
            : null;
        return name is null ? runtimeIdentifier : $"{name}-{architecture.ToString().ToLowerInvariant()}";
    }
}
