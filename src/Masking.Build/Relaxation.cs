namespace Masking.Build;

/// <summary>The versions that a library requires and a host lacks.</summary>
/// <param name="EntryToWeaken">The entry to make weak; null unless only the unused version is missing.</param>
/// <param name="Missing">The missing versions that the library may use.</param>
internal sealed record Relaxation(VersionNeed? EntryToWeaken, IReadOnlyList<string> Missing)
{
    /// <summary>The library whose versions are compared.</summary>
    public const string Library = "libstdc++.so.6";

    /// <summary>
    /// The version that is required but not used: the <c>&lt;iostream&gt;</c> header of GCC 13 refers to
    /// <c>std::ios_base_library_init</c>, which no code calls.
    /// </summary>
    public const string UnusedVersion = "GLIBCXX_3.4.32";

    /// <summary>Compares the versions that <paramref name="library"/> requires with those that <paramref name="host"/> defines.</summary>
    public static Relaxation Plan(ElfFile library, ElfFile host)
    {
        ISet<string> defined = ElfVersions.Defined(host);
        ILookup<bool, VersionNeed> missingByIsUnused = ElfVersions.Needed(library)
            .Where(need => need.Library == Library && !need.IsWeak && !defined.Contains(need.Version))
            .ToLookup(need => need.Version == UnusedVersion);

        string[] missing = [.. missingByIsUnused[false].Select(need => need.Version)];
        return new(missing.Length == 0 ? missingByIsUnused[true].FirstOrDefault() : null, missing);
    }
}
