using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using static TorchSharp.torch;

namespace Masking.ModelFiles;

/// <summary>
/// The header of a file in the safetensors format: eight bytes with the length of the JSON that follows, little-endian, and that JSON. It
/// lists the tensors and the offsets of their bytes in the rest of the file, and has texts as metadata.
/// </summary>
/// <param name="Metadata">The metadata.</param>
/// <param name="Tensors">The tensors, in the order of their offsets.</param>
internal sealed record ModelHeader(IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<StoredTensor> Tensors)
{
    /// <summary>The largest length of the JSON, as in the reference implementation of the format.</summary>
    public const int MaxLength = 100_000_000;

    private const int MaxTensors = 100_000;
    private const int MaxAxes = 64;
    private const int Alignment = 8;
    private const string MetadataKey = "__metadata__";
    private const string TypeKey = "dtype";
    private const string ShapeKey = "shape";
    private const string OffsetsKey = "data_offsets";

    /// <summary>The position of the data in the file.</summary>
    public long DataStart { get; private init; }

    /// <summary>Writes the header.</summary>
    public void Write(Stream file)
    {
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteStartObject(MetadataKey);
            foreach ((string key, string value) in Metadata)
            {
                writer.WriteString(key, value);
            }

            writer.WriteEndObject();
            foreach (StoredTensor tensor in Tensors)
            {
                writer.WriteStartObject(tensor.Name);
                writer.WriteString(TypeKey, ElementTypes.NameOf(tensor.Type));
                WriteNumbers(writer, ShapeKey, tensor.Shape);
                WriteNumbers(writer, OffsetsKey, [tensor.Begin, tensor.End]);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        // Spaces behind the JSON align the data.
        while (json.Length % Alignment != 0)
        {
            json.WriteByte((byte)' ');
        }

        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        file.Write(length);
        json.WriteTo(file);
    }

    /// <summary>Reads the header, and checks that the tensors fill the rest of the file.</summary>
    /// <exception cref="InvalidDataException">The file does not have the format.</exception>
    public static ModelHeader Read(Stream file)
    {
        Span<byte> prefix = stackalloc byte[sizeof(long)];
        if (file.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false) < prefix.Length)
        {
            throw new InvalidDataException($"the file has {file.Length} bytes, and ends within the length of its header");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxLength)
        {
            throw new InvalidDataException($"the file begins with the length {length}, and a header has at most {MaxLength} bytes");
        }

        if ((long)length > file.Length - file.Position)
        {
            throw new InvalidDataException($"the file has {file.Length} bytes, and ends within its header of {length} bytes");
        }

        byte[] json = new byte[length];
        file.ReadExactly(json);
        ModelHeader header = Parse(json) with { DataStart = file.Position };
        RequireContiguous(header.Tensors, file.Length - header.DataStart);
        return header;
    }

    private static ModelHeader Parse(byte[] json)
    {
        if (json.Length == 0 || json[0] != (byte)'{' || !Utf8.IsValid(json))
        {
            throw new InvalidDataException("its header is not a JSON object");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            Dictionary<string, string> metadata = [];
            List<StoredTensor> tensors = [];
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (property.NameEquals(MetadataKey))
                {
                    metadata = property.Value.EnumerateObject().ToDictionary(entry => entry.Name, entry => TextOf(entry.Value));
                    continue;
                }

                tensors.Add(ReadTensor(property));
                if (tensors.Count > MaxTensors)
                {
                    throw new InvalidDataException($"its header lists more than {MaxTensors} tensors");
                }
            }

            return new ModelHeader(metadata, [.. tensors.OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.End)]);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"its header cannot be read: {exception.Message.TrimEnd('.')}", exception);
        }
    }

    private static StoredTensor ReadTensor(JsonProperty property)
    {
        string? type = null;
        long[]? shape = null;
        long[]? offsets = null;
        foreach (JsonProperty entry in property.Value.EnumerateObject())
        {
            switch (entry.Name)
            {
                case TypeKey:
                    type = TextOf(entry.Value);
                    break;
                case ShapeKey:
                    shape = ReadNumbers(entry.Value);
                    break;
                case OffsetsKey:
                    offsets = ReadNumbers(entry.Value);
                    break;
                default:
                    throw new InvalidDataException($"its tensor {property.Name} has the unknown entry {entry.Name}");
            }
        }

        if (type is null || shape is null || offsets is not [long begin, long end])
        {
            throw new InvalidDataException($"its tensor {property.Name} needs {TypeKey}, {ShapeKey} and two {OffsetsKey}");
        }

        ScalarType element = ElementTypes.Named(type)
            ?? throw new InvalidDataException($"its tensor {property.Name} has the element type {type}, which policies do not have");
        StoredTensor tensor = new(property.Name, element, shape, begin, end);
        if (shape.Length > MaxAxes || (Int128)end - begin != BytesOf(tensor))
        {
            throw new InvalidDataException($"its tensor {property.Name} of {tensor.Text} does not have the bytes {begin} to {end}");
        }

        return tensor;
    }

    /// <summary>The number of bytes of a tensor; -1 if it is too large for a file.</summary>
    private static Int128 BytesOf(StoredTensor tensor)
    {
        Int128 bytes = ElementTypes.SizeOf(tensor.Type);
        foreach (long size in tensor.Shape)
        {
            // Both factors are below 2⁶³, so that the product does not overflow before it is compared.
            bytes = bytes < 0 || bytes * size > long.MaxValue ? -1 : bytes * size;
        }

        return bytes;
    }

    /// <summary>Requires that the tensors follow each other without gaps, and fill the data.</summary>
    private static void RequireContiguous(IReadOnlyList<StoredTensor> tensors, long length)
    {
        long end = 0;
        foreach (StoredTensor tensor in tensors)
        {
            if (tensor.Begin != end)
            {
                throw new InvalidDataException(
                    $"its tensor {tensor.Name} begins at byte {tensor.Begin} of the data, and the tensor before it ends at {end}");
            }

            end = tensor.End;
        }

        if (end != length)
        {
            throw new InvalidDataException($"its tensors have {end} bytes, and the file has {length} bytes behind its header");
        }
    }

    private static string TextOf(JsonElement value) => value.GetString() ?? throw new InvalidDataException("a text in its header is null");

    private static long[] ReadNumbers(JsonElement list)
    {
        long[] numbers = [.. list.EnumerateArray().Select(number => number.GetInt64())];
        return numbers.All(number => number >= 0) ? numbers : throw new InvalidDataException("a number in its header is negative");
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string key, ReadOnlySpan<long> numbers)
    {
        writer.WriteStartArray(key);
        foreach (long number in numbers)
        {
            writer.WriteNumberValue(number);
        }

        writer.WriteEndArray();
    }
}
