using System.Reflection;

namespace Masking.Build.Tests;

/// <summary>The repository in which the tests were built.</summary>
internal static class Repository
{
    /// <summary>The root folder of the repository.</summary>
    public static string Root { get; } = Path.GetFullPath(
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "Repository").Value!);

    /// <summary>Copies the sources and the build files of the library, without build outputs.</summary>
    /// <param name="destination">The root folder of the copy.</param>
    public static void CopyTo(string destination)
    {
        IEnumerable<string> files = Directory.EnumerateFiles(Root)
            .Concat(Directory.EnumerateFiles(Path.Combine(Root, "src"), "*", SearchOption.AllDirectories))
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
