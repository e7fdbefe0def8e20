using Masking.Loading;

namespace Masking.Runtime.Tests.Loading;

/// <summary>The messages for failures to load TorchSharp. The errors are those that .NET and the loaders of the systems report.</summary>
public sealed class LoadDiagnosisTests
{
    private const string Natives = "/app/runtimes/linux-x64/native";
    private const string Advice = " See docs/loading.md, \"Errors while loading\".";

    [Theory]
    [InlineData("linux-x64", "libtorch_cpu.so", "TorchSharp-cpu --version 0.107.0', or reference TorchSharp-cuda-linux for CUDA.")]
    [InlineData("win-x64", "torch_cpu.dll", "TorchSharp-cpu --version 0.107.0', or reference TorchSharp-cuda-windows for CUDA.")]
    [InlineData("win-arm64", "torch_cpu.dll", "libtorch-cpu-win-arm64'.")]
    [InlineData("osx-arm64", "libtorch_cpu.dylib", "TorchSharp-cpu --version 0.107.0'.")]
    public void WithoutLibtorch_TheMessageNamesThePackage(string platform, string file, string package)
    {
        // What a portable application contains that references TorchSharp alone.
        string[] files =
        [
            "/app/runtimes/win-arm64/native/LibTorchSharp.dll",
            "/app/runtimes/linux-x64/native/libLibTorchSharp.so",
            "/app/runtimes/win-x64/native/LibTorchSharp.dll",
            "/app/runtimes/osx-arm64/native/libLibTorchSharp.dylib",
        ];

        string message = Explain(platform, files, NotFound("torch_cpu"), NotFound("LibTorchSharp", "libtorch.so: cannot open shared object "
            + "file: No such file or directory"));

        Assert.Equal(
            $"TorchSharp cannot be loaded: expected libtorch ({file}) in '/app/', got no such file. Add the package that contains it to "
            + $"the project of the application with 'dotnet add package {package} If the project references it already, copy the whole "
            + $"output folder to where the application runs.{Advice}",
            message);
    }

    [Fact]
    public void WithoutAnyNativeLibrary_TheMessageNamesThePackage() =>
        Assert.StartsWith(
            "TorchSharp cannot be loaded: expected libtorch (libtorch_cpu.so) in '/app/', got no such file. Add the package",
            Explain("linux-x64", [], NotFound("torch_cpu"), NotFound("LibTorchSharp")));

    [Fact]
    public void LibtorchOfAnotherArchitecture_DoesNotCount() =>
        Assert.Contains("'dotnet add package libtorch-cpu-win-arm64'", Explain(
            "win-arm64",
            [
                "/app/runtimes/win-arm64/native/LibTorchSharp.dll",
                "/app/runtimes/win-x64/native/LibTorchSharp.dll",
                "/app/runtimes/win-x64/native/torch_cpu.dll",
            ],
            OnWindows("torch_cpu"),
            OnWindows("LibTorchSharp")));

    [Fact]
    public void WithoutTheUnusedVersion_TheMessageNamesTheBuildStep()
    {
        string message = Explain(
            "linux-x64", Everything(), null, NotFound("LibTorchSharp", MissingVersion("libstdc++.so.6", "GLIBCXX_3.4.32")));

        Assert.Equal(
            "TorchSharp cannot be loaded: expected GLIBCXX_3.4.32 in '/lib/x86_64-linux-gnu/libstdc++.so.6', because "
            + $"'{Natives}/libLibTorchSharp.so' requires it, got an older library. The library does not use this version, and a build on a "
            + "host like this one makes a copy that loads without it: build the application here, and do not set MaskingRelaxTorchSharp to "
            + $"false.{Advice}",
            message);
    }

    [Theory]
    [InlineData("libstdc++.so.6", "GLIBCXX_3.4.30")]
    [InlineData("libc.so.6", "GLIBC_2.34")]
    public void WithoutAUsedVersion_TheMessageAsksForANewerLinux(string library, string version)
    {
        DllNotFoundException error = NotFound(
            "LibTorchSharp", MissingVersion("libstdc++.so.6", "GLIBCXX_3.4.32"), MissingVersion(library, version));

        Assert.Equal(
            $"TorchSharp cannot be loaded: expected {version} in '/lib/x86_64-linux-gnu/{library}', because "
            + $"'{Natives}/libLibTorchSharp.so' requires it, got an older library. The library uses this version: run the application on a "
            + $"newer Linux.{Advice}",
            Explain("linux-x64", Everything(), null, error));
    }

    [Fact]
    public void VersionThatLibtorchRequires_IsNamed() =>
        Assert.Contains(
            "expected GLIBC_2.34 in '/lib/x86_64-linux-gnu/libc.so.6'",
            Explain(
                "linux-x64",
                Everything(),
                NotFound("torch_cpu", MissingVersion("libc.so.6", "GLIBC_2.34")),
                NotFound("LibTorchSharp")));

    [Theory]
    [InlineData("linux-x64", "LibTorchSharp.dll", "torch_cpu.dll")]
    [InlineData("linux-x64", "libLibTorchSharp.dylib", "libtorch_cpu.dylib")]
    [InlineData("win-x64", "libLibTorchSharp.so", "libtorch_cpu.so")]
    public void LibrariesOfAnotherPlatform_AreNamed(string platform, string torchSharp, string libtorch) =>
        Assert.Equal(
            $"TorchSharp cannot be loaded: expected native libraries for {platform}, the platform of this process, got those for another "
            + $"platform ('/app/{torchSharp}'). Build the application for this platform, for example with 'dotnet publish "
            + $"--runtime {platform}'.{Advice}",
            Explain(platform, [$"/app/{torchSharp}", $"/app/{libtorch}"], NotFound("torch_cpu"), NotFound("LibTorchSharp")));

    [Theory]
    [InlineData("linux-arm64")]
    [InlineData("linux-musl-x64")]
    [InlineData("osx-x64")]
    [InlineData("win-x86")]
    public void PlatformWithoutLibraries_IsNamed(string platform) =>
        Assert.Equal(
            "TorchSharp cannot be loaded: expected a platform for which it has native libraries (linux-x64, osx-arm64, win-arm64, "
            + $"win-x64), got {platform}. Run the application as a process of one of these platforms.{Advice}",
            Explain(platform, Everything(), NotFound("torch_cpu"), NotFound("LibTorchSharp")));

    [Fact]
    public void MissingLibraryOfTheSystem_IsQuotedOnce()
    {
        const string reason = "libgomp.so.1: cannot open shared object file: No such file or directory";

        Assert.Equal(
            $"TorchSharp cannot be loaded: expected native libraries that load, got the error \"{reason}\". Install the library, or "
            + $"replace the file, that the error names.{Advice}",
            Explain("linux-x64", Everything(), NotFound("torch_cpu", reason), NotFound("LibTorchSharp", reason)));
    }

    [Fact]
    public void DamagedFile_IsQuoted() =>
        Assert.Contains(
            $"got the error \"{Natives}/libtorch_cpu.so: file too short; libtorch.so: cannot open",
            Explain(
                "linux-x64",
                Everything(),
                NotFound("torch_cpu", $"{Natives}/libtorch_cpu.so: file too short"),
                NotFound("LibTorchSharp", "libtorch.so: cannot open shared object file: No such file or directory")));

    [Fact]
    public void MissingLibraryOfTorchSharp_IsNamed() =>
        Assert.Equal(
            "TorchSharp cannot be loaded: expected libLibTorchSharp.so in '/app/', got no such file. The package TorchSharp contains it: "
            + $"copy the whole output folder to where the application runs.{Advice}",
            Explain("linux-x64", [$"{Natives}/libtorch_cpu.so"], null, NotFound("LibTorchSharp")));

    [Fact]
    public void MissingLibraryOfTorchSharpOnWindows_IsNamed() =>
        Assert.StartsWith(
            "TorchSharp cannot be loaded: expected LibTorchSharp.dll in '/app/', got no such file.",
            Explain("win-x64", ["/app/torch_cpu.dll"], null, OnWindows("LibTorchSharp")));

    [Fact]
    public void LibtorchOfTheSystem_IsNotMissing() =>
        Assert.Contains(
            "got the error \"libcudart.so.12: cannot open",
            Explain(
                "linux-x64",
                [$"{Natives}/libLibTorchSharp.so"],
                null,
                NotFound("LibTorchSharp", "libcudart.so.12: cannot open shared object file: No such file or directory")));

    [Fact]
    public void ErrorOnWindows_IsQuoted() =>
        Assert.Equal(
            "TorchSharp cannot be loaded: expected native libraries that load, got the error \"Unable to load DLL 'LibTorchSharp' or "
            + "one of its dependencies: The specified module could not be found. (0x8007007E)\". Install the Microsoft Visual C++ "
            + $"Redistributable, which libtorch needs.{Advice}",
            Explain("win-x64", ["/app/LibTorchSharp.dll", "/app/torch_cpu.dll"], OnWindows("torch_cpu"), OnWindows("LibTorchSharp")));

    [Fact]
    public void ErrorOnMacOS_IsQuotedWithoutTheFilesThatDoNotExist()
    {
        const string wrong = "dlopen(/app/libLibTorchSharp.dylib, 0x0001): tried: '/app/libLibTorchSharp.dylib' (code signature invalid), "
            + "'/System/Volumes/Preboot/Cryptexes/OS/app/libLibTorchSharp.dylib' (no such file)";
        DllNotFoundException error = new(
            "Unable to load shared library 'LibTorchSharp' or one of its dependencies. In order to help diagnose loading problems, "
            + "consider using a tool like strace. If you're using glibc, consider setting the LD_DEBUG environment variable: \n"
            + "dlopen(/usr/share/dotnet/LibTorchSharp.dylib, 0x0001): tried: '/usr/share/dotnet/LibTorchSharp.dylib' (no such file)\n"
            + $"{wrong}\n");

        Assert.Contains(
            $"got the error \"{wrong}\".", Explain("osx-arm64", ["/app/libLibTorchSharp.dylib", "/app/libtorch_cpu.dylib"], null, error));
    }

    [Fact]
    public void ErrorOfTheTypeInitializer_IsQuoted() =>
        Assert.Contains(
            "got the error \"TorchSharp only supports 64-bit processes.\".",
            Explain(
                "linux-x64",
                Everything(),
                null,
                new TypeInitializationException(
                    "TorchSharp.torch", new NotSupportedException("TorchSharp only supports 64-bit processes.\nTrace:"))));

    private static string Explain(string platform, string[] files, Exception? libtorch, Exception torchSharp) =>
        LoadDiagnosis.Explain(new LoadFailure(platform, "0.107.0", "/app/", files, libtorch, torchSharp));

    private static string[] Everything() => [$"{Natives}/libLibTorchSharp.so", $"{Natives}/libtorch_cpu.so"];

    /// <summary>The error of .NET on Linux: the files that it tried, and what the loader reports about one of them.</summary>
    private static DllNotFoundException NotFound(string library, params string[] reasons)
    {
        const string absent = "cannot open shared object file: No such file or directory";
        string[] lines =
        [
            $"Unable to load shared library '{library}' or one of its dependencies. In order to help diagnose loading problems, consider "
                + "using a tool like strace. If you're using glibc, consider setting the LD_DEBUG environment variable: ",
            $"{Natives}/{library}.so: {absent}",
            .. reasons,
            $"/usr/share/dotnet/shared/Microsoft.NETCore.App/10.0.0/lib{library}: {absent}",
            "",
        ];
        return new DllNotFoundException(string.Join('\n', lines));
    }

    private static DllNotFoundException OnWindows(string library) => new(
        $"Unable to load DLL '{library}' or one of its dependencies: The specified module could not be found. (0x8007007E)");

    private static string MissingVersion(string library, string version) =>
        $"/lib/x86_64-linux-gnu/{library}: version `{version}' not found (required by {Natives}/libLibTorchSharp.so)";
}
