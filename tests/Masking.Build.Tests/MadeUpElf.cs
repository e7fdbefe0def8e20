using System.Text;

namespace Masking.Build.Tests;

/// <summary>
/// Creates minimal ELF files with symbol versions. A file consists of the header, the names, the required versions, the defined versions
/// and the section table, in this order.
/// </summary>
internal static class MadeUpElf
{
    public const ushort X64 = 62;
    public const ushort Arm64 = 183;

    private const int HeaderSize = 64;

    /// <summary>Creates a library that requires versions of <c>libstdc++.so.6</c>.</summary>
    public static byte[] Needing(params string[] versions) => Write(X64, [("libstdc++.so.6", versions)], []);

    /// <summary>Creates a library that requires versions of several other libraries.</summary>
    public static byte[] Needing(params (string Library, string[] Versions)[] needs) => Write(X64, needs, []);

    /// <summary>Creates a library that defines versions.</summary>
    public static byte[] Defining(params string[] versions) => Defining(X64, versions);

    /// <summary>Creates a library that defines versions, for the given architecture.</summary>
    public static byte[] Defining(ushort machine, params string[] versions) => Write(machine, [], versions);

    private static byte[] Write(ushort machine, (string Library, string[] Versions)[] needs, string[] definitions)
    {
        Names names = new();
        byte[] needed = Needed(needs, names);
        byte[] defined = Defined(definitions, names);
        byte[] text = names.ToBytes();

        int neededAt = HeaderSize + text.Length;
        int definedAt = neededAt + needed.Length;
        int tableAt = definedAt + defined.Length;

        return Bytes(file =>
        {
            file.Write([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]); // 64 bits, little-endian
            file.Write((ushort)3); // a shared object
            file.Write(machine);
            file.Write(1);
            file.Write(0L); // entry point
            file.Write(0L); // program headers
            file.Write((long)tableAt);
            file.Write(0);
            file.Write((ushort)HeaderSize);
            file.Write(0); // program headers: size, count
            file.Write((ushort)64); // section headers: size, count, names
            file.Write((ushort)4);
            file.Write((ushort)0);

            file.Write(text);
            file.Write(needed);
            file.Write(defined);

            Section(file, type: 0, 0, 0, link: 0);
            Section(file, type: 3, HeaderSize, text.Length, link: 0);
            Section(file, type: 0x6ffffffe, neededAt, needed.Length, link: 1);
            Section(file, type: 0x6ffffffd, definedAt, defined.Length, link: 1);
        });
    }

    private static byte[] Needed((string Library, string[] Versions)[] needs, Names names) => Bytes(section =>
    {
        for (int i = 0; i < needs.Length; i++)
        {
            (string library, string[] versions) = needs[i];
            section.Write((ushort)1);
            section.Write((ushort)versions.Length);
            section.Write(names.Add(library));
            section.Write(16); // to the first version
            section.Write(i + 1 < needs.Length ? 16 + 16 * versions.Length : 0); // to the next library
            for (int j = 0; j < versions.Length; j++)
            {
                section.Write(0); // hash
                section.Write((ushort)0); // flags
                section.Write((ushort)(j + 2));
                section.Write(names.Add(versions[j]));
                section.Write(j + 1 < versions.Length ? 16 : 0); // to the next version
            }
        }
    });

    private static byte[] Defined(string[] versions, Names names) => Bytes(section =>
    {
        // As in every real library, the first definition is the name of the library.
        string[] all = versions.Length == 0 ? [] : ["made-up.so", .. versions];
        for (int i = 0; i < all.Length; i++)
        {
            section.Write((ushort)1);
            section.Write((ushort)(i == 0 ? 1 : 0)); // flags
            section.Write((ushort)(i + 1));
            section.Write((ushort)1);
            section.Write(0); // hash
            section.Write(20); // to the name
            section.Write(i + 1 < all.Length ? 28 : 0); // to the next definition
            section.Write(names.Add(all[i]));
            section.Write(0); // no parent
        }
    });

    private static void Section(BinaryWriter file, uint type, long offset, long size, int link)
    {
        file.Write(0); // name
        file.Write(type);
        file.Write(0L); // flags
        file.Write(0L); // address
        file.Write(offset);
        file.Write(size);
        file.Write(link);
        file.Write(0); // info
        file.Write(0L); // alignment
        file.Write(0L); // size of an entry
    }

    private static byte[] Bytes(Action<BinaryWriter> write)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        write(writer);
        return stream.ToArray();
    }

    /// <summary>A string table: a zero, then names that each end in a zero.</summary>
    private sealed class Names
    {
        private readonly List<byte> _bytes = [0];

        public int Add(string name)
        {
            int offset = _bytes.Count;
            _bytes.AddRange(Encoding.UTF8.GetBytes(name));
            _bytes.Add(0);
            return offset;
        }

        public byte[] ToBytes() => [.. _bytes];
    }
}
