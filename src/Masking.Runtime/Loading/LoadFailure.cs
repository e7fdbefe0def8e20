using System.Runtime.InteropServices;
using TorchSharp;

namespace Masking.Loading;

/// <summary>A failure to load TorchSharp, and what is known about the process.</summary>
/// <param name="Platform">The platform of the process, such as <c>linux-x64</c>.</param>
/// <param name="Version">The version of the package TorchSharp.</param>
/// <param name="Folder">The folder of the application.</param>
/// <param name="Files">The native libraries of TorchSharp and libtorch, for any platform, in the folders of the application.</param>
/// <param name="Libtorch">The error of loading libtorch; null if it was loaded.</param>
/// <param name="TorchSharp">The error of loading TorchSharp's own native library, or of initializing it.</param>
internal sealed record LoadFailure(
    string Platform,
    string Version,
    string Folder,
    IReadOnlyList<string> Files,
    Exception? Libtorch,
    Exception TorchSharp)
{
    /// <summary>Collects what is known about this process.</summary>
    /// <param name="libtorch">The error of loading libtorch; null if it was loaded.</param>
    /// <param name="torchSharp">The error of loading TorchSharp's own native library, or of initializing it.</param>
    public static LoadFailure InThisProcess(Exception? libtorch, Exception torchSharp)
    {
        OSPlatform system = new[] { OSPlatform.Linux, OSPlatform.OSX, OSPlatform.Windows }.FirstOrDefault(RuntimeInformation.IsOSPlatform);
        string folder = AppContext.BaseDirectory;
        return new LoadFailure(
            NativePlatform.NameOf(system, RuntimeInformation.ProcessArchitecture, RuntimeInformation.RuntimeIdentifier),
            typeof(torch).Assembly.GetName().Version!.ToString(fieldCount: 3),
            folder,
            [.. NativeFiles(SearchFolders(folder))],
            libtorch,
            torchSharp);
    }

    /// <summary>The folders that .NET searches, and those for other platforms beside them.</summary>
    private static IEnumerable<string> SearchFolders(string folder)
    {
        string searched = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        string runtimes = Path.Combine(folder, "runtimes");
        string[] platforms = Directory.Exists(runtimes) ? Directory.GetDirectories(runtimes) : [];
        return searched.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(folder)
            .Concat(platforms.Select(platform => Path.Combine(platform, "native")))
            .Select(Path.TrimEndingDirectorySeparator)
            .Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<string> NativeFiles(IEnumerable<string> folders)
    {
        string[] names =
            [.. NativePlatform.Supported.SelectMany(platform => new[] { platform.TorchSharpFile, platform.LibtorchFile }).Distinct()];
        return folders.SelectMany(folder => names.Select(name => Path.Combine(folder, name))).Where(File.Exists);
    }
}
