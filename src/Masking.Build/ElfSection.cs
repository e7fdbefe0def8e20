namespace Masking.Build;

/// <summary>An entry of the section table of an ELF file.</summary>
/// <param name="Type">The type of the section (<c>sh_type</c>).</param>
/// <param name="Offset">The offset of the section in the file (<c>sh_offset</c>).</param>
/// <param name="Size">The size of the section in bytes (<c>sh_size</c>).</param>
/// <param name="Link">The index of a related section: for version sections, the string table of their names (<c>sh_link</c>).</param>
internal sealed record ElfSection(uint Type, ulong Offset, ulong Size, uint Link)
{
    /// <summary><c>SHT_NOBITS</c>: memory that is initialized with zeros and occupies no bytes in the file.</summary>
    public const uint WithoutBytes = 8;

    /// <summary><c>SHT_GNU_verdef</c>: the versions that a library defines.</summary>
    public const uint VersionDefinitions = 0x6ffffffd;

    /// <summary><c>SHT_GNU_verneed</c>: the versions that a library requires of other libraries.</summary>
    public const uint VersionNeeds = 0x6ffffffe;
}
