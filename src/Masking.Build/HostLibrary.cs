namespace Masking.Build;

/// <summary>Finds a library of this host where the loader would find it.</summary>
internal static class HostLibrary
{
    private static readonly string[] s_usualFolders =
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

    /// <summary>The folders in which to look for <paramref name="name"/>, in the loader's order.</summary>
    /// <param name="name">The library: <c>libstdc++.so.6</c>.</param>
    /// <param name="searchPath">The value of <c>LD_LIBRARY_PATH</c>.</param>
    /// <param name="mappedFiles">The lines of <c>/proc/self/maps</c>.</param>
    public static IReadOnlyList<string> Folders(string name, string? searchPath, IEnumerable<string> mappedFiles)
    {
        string[] asked = (searchPath ?? "").Split([':'], StringSplitOptions.RemoveEmptyEntries);

        // This build is itself a .NET application on this host: from where the loader gave it the library, it gives it to others.
        IEnumerable<string> loaded = mappedFiles
            .Where(line => line.Contains($"/{name}"))
            .Select(line => Path.GetDirectoryName(line[line.IndexOf('/')..])!);

        return [.. asked.Concat(loaded).Concat(s_usualFolders).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The folders in which this host's loader looks for <paramref name="name"/>.</summary>
    public static IReadOnlyList<string> Folders(string name)
    {
        const string maps = "/proc/self/maps";
        return Folders(name, Environment.GetEnvironmentVariable("LD_LIBRARY_PATH"), File.Exists(maps) ? File.ReadLines(maps) : []);
    }

    /// <summary>The first library <paramref name="name"/> for the processor <paramref name="machine"/>, or null.</summary>
    public static ElfFile? Find(string name, ushort machine, IEnumerable<string> folders) =>
        folders
            .Select(folder => Path.Combine(folder, name))
            .Where(File.Exists)
            .Select(TryRead)
            .FirstOrDefault(file => file?.Machine == machine);

    // The loader passes over a file that is not of its kind, a 32-bit one say, and looks on.
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
