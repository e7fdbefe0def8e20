using System.Reflection;

namespace Masking.Documentation.Tests;

/// <summary>The source tree that the tests read.</summary>
internal static class Repository
{
    /// <summary>Folders whose files are not written by hand: outputs of builds, programs and tests.</summary>
    private static readonly string[] Outputs =
        ["bin", "obj", "packages", "_snapshots", "runs", "TestResults", "BenchmarkDotNet.Artifacts"];

    /// <summary>The folder with the solution.</summary>
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == "Repository").Value!;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path from the root.</param>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Whether there is a file or a folder.</summary>
    /// <param name="path">Its path from the root.</param>
    public static bool Contains(string path) => Path.Exists(Path.Combine(Root, path));

    /// <summary>The paths of all files with an extension, from the root, with slashes, in order.</summary>
    /// <param name="extension">The extension, with its dot.</param>
    /// <param name="folder">A folder that they are in. There may be no such folder.</param>
    public static IEnumerable<string> Files(string extension, string folder = "")
    {
        string start = Path.Combine(Root, folder);
        IEnumerable<string> files = Directory.Exists(start)
            ? Directory.EnumerateFiles(start, $"*{extension}", SearchOption.AllDirectories)
            : [];
        return files
            .Select(file => Path.GetRelativePath(Root, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(file => !file.Split('/').Intersect(Outputs).Any())
            .Order(StringComparer.Ordinal);
    }
}
