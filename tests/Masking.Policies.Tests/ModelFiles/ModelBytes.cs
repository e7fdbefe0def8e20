using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace Masking.Policies.Tests.ModelFiles;

/// <summary>The contents of a model file, for tests that change them.</summary>
/// <param name="Header">The JSON.</param>
/// <param name="Data">The bytes of the tensors.</param>
internal sealed record ModelBytes(JsonObject Header, byte[] Data)
{
    public JsonObject Metadata => Header["__metadata__"]!.AsObject();

    public static ModelBytes Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        int end = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        return new ModelBytes(JsonNode.Parse(file.AsSpan(8, end - 8))!.AsObject(), file[end..]);
    }

    public void Write(string path) => Write(path, Header.ToJsonString(), Data);

    public static void Write(string path, string header, byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        File.WriteAllBytes(path, [.. length, .. json, .. data]);
    }
}
