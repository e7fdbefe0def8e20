using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Masking.Policies.Tests.ModelFiles;

/// <summary>
/// Reads a safetensors file as the format is described: eight bytes with the length of the header (unsigned, little-endian), the header
/// (JSON, which may end with spaces), and the bytes of the tensors without gaps. It shares no code with the library.
/// </summary>
internal sealed class SafetensorsFormat
{
    private static readonly Dictionary<string, int> BytesOf = new()
    {
        ["BOOL"] = 1, ["U8"] = 1, ["I8"] = 1, ["I16"] = 2, ["U16"] = 2, ["F16"] = 2, ["BF16"] = 2,
        ["I32"] = 4, ["U32"] = 4, ["F32"] = 4, ["F64"] = 8, ["I64"] = 8, ["U64"] = 8,
    };

    private SafetensorsFormat(Dictionary<string, string> metadata, Dictionary<string, (string Type, long[] Shape, byte[] Bytes)> tensors) =>
        (Metadata, Tensors) = (metadata, tensors);

    /// <summary>The pairs of <c>__metadata__</c>.</summary>
    public Dictionary<string, string> Metadata { get; }

    /// <summary>The tensors by name.</summary>
    public Dictionary<string, (string Type, long[] Shape, byte[] Bytes)> Tensors { get; }

    /// <summary>Reads a file, and asserts everything that the format demands of it.</summary>
    public static SafetensorsFormat Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file);
        Assert.InRange(length, 2UL, 100_000_000UL);
        ReadOnlySpan<byte> header = file.AsSpan(8, (int)length);
        Assert.Equal((byte)'{', header[0]);
        Assert.Equal((byte)'}', header.TrimEnd((byte)' ')[^1]);
        byte[] data = file[(8 + (int)length)..];

        using JsonDocument json = JsonDocument.Parse(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(header));
        Dictionary<string, string> metadata = [];
        Dictionary<string, (string, long[], byte[])> tensors = [];
        List<(long Begin, long End)> ranges = [];
        foreach (JsonProperty entry in json.RootElement.EnumerateObject())
        {
            if (entry.Name == "__metadata__")
            {
                metadata = entry.Value.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!);
                continue;
            }

            Assert.Equal(["data_offsets", "dtype", "shape"], entry.Value.EnumerateObject().Select(field => field.Name).Order());
            string type = entry.Value.GetProperty("dtype").GetString()!;
            long[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
            long[] offsets = [.. entry.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64())];
            Assert.Equal(2, offsets.Length);
            Assert.Equal(shape.Aggregate((long)BytesOf[type], (bytes, size) => bytes * size), offsets[1] - offsets[0]);
            tensors.Add(entry.Name, (type, shape, data[(int)offsets[0]..(int)offsets[1]]));
            ranges.Add((offsets[0], offsets[1]));
        }

        long position = 0;
        foreach ((long begin, long end) in ranges.Order())
        {
            Assert.Equal(position, begin);
            position = end;
        }

        Assert.Equal(data.Length, position);
        return new SafetensorsFormat(metadata, tensors);
    }
}
