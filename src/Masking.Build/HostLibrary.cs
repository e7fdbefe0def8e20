namespace Masking.Build;

/// <summary>Finds a library in the folders that the dynamic loader of this host searches.</summary>
internal static class HostLibrary
{
    private static readonly string[] s_defaultFolders =
    [
        "/lib/x86_64-linux-gnu",
        "/usr/lib/x86_64-linux-gnu",
        "/lib64",
        "/usr/lib64",
        "/lib",
        "/usr/lib",
        "/usr/local/lib64",
        "/usr/local/lib",
    ];

    /// <summary>Returns the folders in which to search for <paramref name="name"/>, in the order of the loader.</summary>
    /// <param name="name">The name of the library, such as <c>libstdc++.so.6</c>.</param>
    /// <param name="searchPath">The value of <c>LD_LIBRARY_PATH</c>.</param>
    /// <param name="mappedFiles">The lines of <c>/proc/self/maps</c>.</param>
    public static IReadOnlyList<string> Folders(string name, string? searchPath, IEnumerable<string> mappedFiles)
    {
        string[] configured = (searchPath ?? "").Split([':'], StringSplitOptions.RemoveEmptyEntries);

        // The build is a .NET application on this host, so the loader has already loaded the library for this process. Other applications
        // get it from the same folder.
        IEnumerable<string> loaded = mappedFiles
            .Where(line => line.Contains($"/{name}"))
            .Select(line => Path.GetDirectoryName(line[line.IndexOf('/')..])!);

        return [.. configured.Concat(loaded).Concat(s_defaultFolders).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Returns the folders in which the loader of this host searches for <paramref name="name"/>.</summary>
    public static IReadOnlyList<string> Folders(string name)
    {
        const string maps = "/proc/self/maps";
        return Folders(name, Environment.GetEnvironmentVariable("LD_LIBRARY_PATH"), File.Exists(maps) ? File.ReadLines(maps) : []);
    }

    /// <summary>
    /// Returns the first library <paramref name="name"/> for the architecture <paramref name="machine"/>; null if there is none.
    /// </summary>
    public static ElfFile? Find(string name, ushort machine, IEnumerable<string> folders) =>
        folders
            .Select(folder => Path.Combine(folder, name))
            .Where(File.Exists)
            .Select(TryRead)
            .FirstOrDefault(file => file?.Machine == machine);

    // Like the loader, the search skips files of another kind, such as 32-bit libraries.
    private static ElfFile? TryRead(string path)
    {
        try
        {
            return ElfFile.Read(path);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
