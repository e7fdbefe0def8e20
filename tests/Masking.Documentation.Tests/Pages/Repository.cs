using System.Reflection;

namespace Masking.Documentation.Tests;

/// <summary>The repository in which the tests were built.</summary>
internal static class Repository
{
    /// <summary>Folders whose files are not written by hand: outputs of builds, programs and tests.</summary>
    private static readonly string[] Outputs =
        ["bin", "obj", "packages", "_snapshots", "runs", "TestResults", "BenchmarkDotNet.Artifacts"];

    /// <summary>The folder with the solution.</summary>
    public static string Root { get; } = Metadata("Repository");

    /// <summary>Returns a value that the project file of the tests defines.</summary>
    /// <param name="key">The name of the value.</param>
    public static string Metadata(string key) => typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == key).Value!;

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

    /// <summary>Copies the sources and the build files of the library, without build outputs.</summary>
    /// <param name="destination">The root folder of the copy.</param>
    /// <param name="folders">The folders to copy. The files of the root folder are always copied.</param>
    public static void CopyTo(string destination, params IEnumerable<string> folders)
    {
        IEnumerable<string> files = Directory.EnumerateFiles(Root)
            .Concat(folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)))
            .Select(file => Path.GetRelativePath(Root, file))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj"));

        foreach (string file in files)
        {
            string copy = Path.Combine(destination, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(Root, file), copy);
        }
    }
}
