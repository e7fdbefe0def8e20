namespace Masking.Package.Tests;

/// <summary>What ahead-of-time compilation needs beside the .NET SDK: a C compiler and, on Linux, zlib.</summary>
internal static class Linker
{
    /// <summary>Whether the platform has a linker. On Windows, that is not determined, because the SDK finds Visual Studio itself.</summary>
    public static bool IsInstalled =>
        !OperatingSystem.IsLinux() || (Folders().Any(folder => File.Exists(Path.Combine(folder, "gcc")) || File.Exists(Path.Combine(folder, "clang")))
            && File.Exists("/usr/include/zlib.h"));

    private static string[] Folders() => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator);
}
