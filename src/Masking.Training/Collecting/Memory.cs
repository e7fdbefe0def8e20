namespace Masking.Training;

/// <summary>Reads and writes blocks of memory.</summary>
internal static class Memory
{
    /// <summary>Returns what an action writes.</summary>
    public static ReadOnlyMemory<byte> Write(Action<BinaryWriter> write)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        write(writer);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Creates a reader of a block of memory.</summary>
    public static BinaryReader Reader(ReadOnlyMemory<byte> memory) => new(new MemoryStream(memory.ToArray(), writable: false));
}
