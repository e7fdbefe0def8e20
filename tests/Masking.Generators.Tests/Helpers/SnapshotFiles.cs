using System.Reflection;

namespace Masking.Generators.Tests;

/// <summary>The files under <c>_snapshots</c>.</summary>
internal static class SnapshotFiles
{
    private const string Ending = ".verified.cs";

    /// <summary>Their folder.</summary>
    public static string Folder { get; } = Path.Join(
        typeof(SnapshotFiles).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ProjectDirectory").Value,
        "_snapshots");

    /// <summary>The paths of the files whose names begin with a prefix.</summary>
    public static string[] Beginning(string prefix) => Directory.GetFiles(Folder, prefix + "*" + Ending);

    /// <summary>The name of a file without its ending.</summary>
    public static string NameOf(string file) => Path.GetFileName(file)[..^Ending.Length];

    /// <summary>The text of a file.</summary>
    /// <param name="name">Its name without its ending.</param>
    public static string Read(string name) => File.ReadAllText(Path.Join(Folder, name + Ending));
}
