namespace Masking.Build;

/// <summary>Reads the symbol versions of a library: what it asks of others, and what it defines itself.</summary>
/// <remarks>
/// The tables are those of the Linux Standard Base, "Symbol Versioning". Their entries are chained by relative offsets that only go
/// forward, so that every chain ends: in a zero, or at the end of the file.
/// </remarks>
internal static class ElfVersions
{
    private const ushort DefinesTheFileItself = 0x1;

    /// <summary>The versions that <paramref name="file"/> asks of other libraries (<c>.gnu.version_r</c>).</summary>
    public static IReadOnlyList<VersionNeed> Needed(ElfFile file)
    {
        List<VersionNeed> needs = [];
        foreach (ElfSection section in Filled(file, ElfSection.VersionNeeds))
        {
            foreach (ulong need in Chain(file, section.Offset, nextAt: 12))
            {
                string library = file.Name(section, file.UInt32(need + 4));
                foreach (ulong entry in Chain(file, need + file.UInt32(need + 8), nextAt: 12))
                {
                    string version = file.Name(section, file.UInt32(entry + 8));
                    needs.Add(new(library, version, file.UInt16(entry + 4), FlagsOffset: entry + 4));
                }
            }
        }

        return needs;
    }

    /// <summary>The versions that <paramref name="file"/> defines (<c>.gnu.version_d</c>).</summary>
    public static ISet<string> Defined(ElfFile file)
    {
        HashSet<string> versions = new(StringComparer.Ordinal);
        foreach (ElfSection section in Filled(file, ElfSection.VersionDefinitions))
        {
            foreach (ulong definition in Chain(file, section.Offset, nextAt: 16))
            {
                if ((file.UInt16(definition + 2) & DefinesTheFileItself) == 0)
                {
                    // The first name is the version's own; the others are its parents, which have definitions of their own.
                    ulong name = definition + file.UInt32(definition + 12);
                    versions.Add(file.Name(section, file.UInt32(name)));
                }
            }
        }

        return versions;
    }

    private static IEnumerable<ElfSection> Filled(ElfFile file, uint type) =>
        file.Sections.Where(section => section.Type == type && section.Size > 0);

    private static IEnumerable<ulong> Chain(ElfFile file, ulong first, ulong nextAt)
    {
        uint next;
        for (ulong entry = first; ; entry += next)
        {
            yield return entry;
            next = file.UInt32(entry + nextAt);
            if (next == 0)
            {
                yield break;
            }
        }
    }
}
