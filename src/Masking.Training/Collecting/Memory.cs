using System.Runtime.InteropServices;

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

    /// <summary>Creates a reader of a block of memory, which is copied only if it is no part of an array.</summary>
    public static BinaryReader Reader(ReadOnlyMemory<byte> memory) => new(
        MemoryMarshal.TryGetArray(memory, out ArraySegment<byte> part)
            ? new MemoryStream(part.Array!, part.Offset, part.Count, writable: false)
            : new MemoryStream(memory.ToArray(), writable: false));
}
