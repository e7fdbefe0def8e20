namespace Masking.Build;

/// <summary>One line of an ELF file's section table.</summary>
/// <param name="Type">What the section holds (<c>sh_type</c>).</param>
/// <param name="Offset">Where it starts in the file (<c>sh_offset</c>).</param>
/// <param name="Size">How many bytes it has (<c>sh_size</c>).</param>
/// <param name="Link">The index of the section that belongs to it; for versions, their names (<c>sh_link</c>).</param>
internal sealed record ElfSection(uint Type, ulong Offset, ulong Size, uint Link)
{
    /// <summary><c>SHT_NOBITS</c>: memory that starts as zeros and has no bytes in the file.</summary>
    public const uint WithoutBytes = 8;

    /// <summary><c>SHT_GNU_verdef</c>: the versions that a library defines.</summary>
    public const uint VersionDefinitions = 0x6ffffffd;

    /// <summary><c>SHT_GNU_verneed</c>: the versions that a library asks of others.</summary>
    public const uint VersionNeeds = 0x6ffffffe;
}
