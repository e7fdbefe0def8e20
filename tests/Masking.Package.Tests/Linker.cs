namespace Masking.Package.Tests;

/// <summary>What ahead-of-time compilation needs beside the .NET SDK: a C compiler and, on Linux, zlib.</summary>
internal static class Linker
{
    /// <summary>Whether the platform has them. That is determined on Linux only: on Windows, the SDK finds Visual Studio itself.</summary>
    public static bool IsInstalled => !OperatingSystem.IsLinux() || ((HasProgram("clang") || HasProgram("gcc")) && HasZlib);

    private static bool HasZlib => File.Exists("/usr/include/zlib.h");

    private static bool HasProgram(string name) => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, name)));
}
