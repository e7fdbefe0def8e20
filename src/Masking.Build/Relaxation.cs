namespace Masking.Build;

/// <summary>What keeps a library from loading on a host, and whether that can be mended.</summary>
/// <param name="Mendable">The entry to make weak, when that alone is enough.</param>
/// <param name="Missing">The versions that the host lacks and that the library may really use.</param>
internal sealed record Relaxation(VersionNeed? Mendable, IReadOnlyList<string> Missing)
{
    /// <summary>The library whose versions are compared.</summary>
    public const string Library = "libstdc++.so.6";

    /// <summary>
    /// The one version that is known to be asked for and never used: GCC 13's <c>&lt;iostream&gt;</c> refers to
    /// <c>std::ios_base_library_init</c>, a marker that nothing calls.
    /// </summary>
    public const string UnusedVersion = "GLIBCXX_3.4.32";

    /// <summary>Compares what <paramref name="library"/> asks for with what <paramref name="host"/> defines.</summary>
    public static Relaxation Plan(ElfFile library, ElfFile host)
    {
        ISet<string> defined = ElfVersions.Defined(host);
        ILookup<bool, VersionNeed> lacking = ElfVersions.Needed(library)
            .Where(need => need.Library == Library && !need.IsWeak && !defined.Contains(need.Version))
            .ToLookup(need => need.Version == UnusedVersion);

        string[] missing = [.. lacking[false].Select(need => need.Version)];
        return new(missing.Length == 0 ? lacking[true].FirstOrDefault() : null, missing);
    }
}
