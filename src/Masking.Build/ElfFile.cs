using System.Text;

namespace Masking.Build;

/// <summary>Reads numbers, names and the section table of a 64-bit little-endian ELF file.</summary>
/// <remarks>
/// Every read is checked against the length of the file, so a damaged file results in an error that names the file instead of a crash.
/// </remarks>
internal sealed class ElfFile
{
    private const int HeaderSize = 64;

    private readonly byte[] _bytes;

    private ElfFile(string path, byte[] bytes)
    {
        Path = path;
        _bytes = bytes;

        if (bytes.Length < HeaderSize || UInt32(0) != 0x464c457f)
        {
            throw Malformed("is not an ELF file");
        }

        if (bytes[4] != 2 || bytes[5] != 1)
        {
            throw Malformed("is not a 64-bit little-endian ELF file");
        }

        Machine = UInt16(18);
        Sections = ReadSections();
    }

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>The processor architecture (<c>e_machine</c>).</summary>
    public ushort Machine { get; }

    /// <summary>The section table.</summary>
    public IReadOnlyList<ElfSection> Sections { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">The file is not a complete 64-bit little-endian ELF file.</exception>
    public static ElfFile Read(string path) => new(path, File.ReadAllBytes(path));

    /// <summary>Returns a copy of the content of the file.</summary>
    public byte[] ToBytes() => [.. _bytes];

    /// <summary>Reads a 16-bit number.</summary>
    public ushort UInt16(ulong offset)
    {
        int start = CheckedOffset(offset, 2);
        return (ushort)(_bytes[start] | _bytes[start + 1] << 8);
    }

    /// <summary>Reads a 32-bit number.</summary>
    public uint UInt32(ulong offset) => UInt16(offset) | (uint)UInt16(offset + 2) << 16;

    /// <summary>Reads a 64-bit number.</summary>
    public ulong UInt64(ulong offset) => UInt32(offset) | (ulong)UInt32(offset + 4) << 32;

    /// <summary>Reads a zero-terminated name from the string table of <paramref name="section"/>.</summary>
    public string Name(ElfSection section, uint offset)
    {
        if (section.Link >= Sections.Count)
        {
            throw Malformed("has a section without its string table");
        }

        ElfSection stringTable = Sections[(int)section.Link];
        int table = CheckedOffset(stringTable.Offset, stringTable.Size);
        int start = table + (int)Math.Min(offset, stringTable.Size);
        int end = Array.IndexOf(_bytes, (byte)0, start, table + (int)stringTable.Size - start);
        return end < 0
            ? throw Malformed("has a name that does not end")
            : Encoding.UTF8.GetString(_bytes, start, end - start);
    }

    private ElfSection[] ReadSections()
    {
        ulong table = UInt64(40);
        ushort size = UInt16(58);
        var sections = new ElfSection[UInt16(60)];
        _ = CheckedOffset(table, (ulong)sections.Length * size);
        for (int i = 0; i < sections.Length; i++)
        {
            ulong header = table + (ulong)i * size;
            ElfSection section = new(UInt32(header + 4), UInt64(header + 24), UInt64(header + 32), UInt32(header + 40));
            _ = section.Type == ElfSection.WithoutBytes ? 0 : CheckedOffset(section.Offset, section.Size);
            sections[i] = section;
        }

        return sections;
    }

    /// <exception cref="InvalidDataException">The range exceeds the file.</exception>
    private int CheckedOffset(ulong offset, ulong count) =>
        offset <= (ulong)_bytes.Length && count <= (ulong)_bytes.Length - offset
            ? (int)offset
            : throw Malformed($"is truncated: it has {_bytes.Length} bytes and refers to byte {offset + count}");

    private InvalidDataException Malformed(string problem) => new($"'{Path}' {problem}.");
}
