namespace Masking.Build;

/// <summary>Reads the symbol versions that a library requires of other libraries, and those that it defines.</summary>
/// <remarks>
/// The format of the tables is defined in the Linux Standard Base, "Symbol Versioning". Each entry contains the offset of the next entry,
/// relative to its own. Offsets are not negative, so every chain ends: with offset 0, or with an error at the end of the file.
/// </remarks>
internal static class ElfVersions
{
    /// <summary><c>VER_FLG_BASE</c>: the entry is the name of the file, not a version.</summary>
    private const ushort BaseFlag = 0x1;

    /// <summary>Returns the versions that <paramref name="file"/> requires of other libraries (<c>.gnu.version_r</c>).</summary>
    public static IReadOnlyList<VersionNeed> Needed(ElfFile file)
    {
        List<VersionNeed> needs = [];
        foreach (ElfSection section in NonEmptySections(file, ElfSection.VersionNeeds))
        {
            foreach (ulong need in Entries(file, section.Offset, nextOffset: 12))
            {
                string library = file.Name(section, file.UInt32(need + 4));
                foreach (ulong entry in Entries(file, need + file.UInt32(need + 8), nextOffset: 12))
                {
                    string version = file.Name(section, file.UInt32(entry + 8));
                    needs.Add(new(library, version, file.UInt16(entry + 4), FlagsOffset: entry + 4));
                }
            }
        }

        return needs;
    }

    /// <summary>Returns the versions that <paramref name="file"/> defines (<c>.gnu.version_d</c>).</summary>
    public static ISet<string> Defined(ElfFile file)
    {
        HashSet<string> versions = new(StringComparer.Ordinal);
        foreach (ElfSection section in NonEmptySections(file, ElfSection.VersionDefinitions))
        {
            foreach (ulong definition in Entries(file, section.Offset, nextOffset: 16))
            {
                if ((file.UInt16(definition + 2) & BaseFlag) == 0)
                {
                    // The first name is the version itself; the others are its parents, which have their own definitions.
                    ulong name = definition + file.UInt32(definition + 12);
                    versions.Add(file.Name(section, file.UInt32(name)));
                }
            }
        }

        return versions;
    }

    private static IEnumerable<ElfSection> NonEmptySections(ElfFile file, uint type) =>
        file.Sections.Where(section => section.Type == type && section.Size > 0);

    /// <summary>Enumerates the offsets of the entries of a chain. The relative offset of the next entry is at
    /// <paramref name="nextOffset"/>.</summary>
    private static IEnumerable<ulong> Entries(ElfFile file, ulong first, ulong nextOffset)
    {
        uint next;
        for (ulong entry = first; ; entry += next)
        {
            yield return entry;
            next = file.UInt32(entry + nextOffset);
            if (next == 0)
            {
                yield break;
            }
        }
    }
}
