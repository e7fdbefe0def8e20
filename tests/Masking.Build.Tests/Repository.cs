using System.Reflection;

namespace Masking.Build.Tests;

/// <summary>The repository in which the tests were built.</summary>
internal static class Repository
{
    /// <summary>The root folder of the repository.</summary>
    public static string Root { get; } = Path.GetFullPath(Metadata("Repository"));

    /// <summary>Returns a value that the project file of the tests defines.</summary>
    /// <param name="key">The name of the value.</param>
    public static string Metadata(string key) => typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == key).Value!;

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
