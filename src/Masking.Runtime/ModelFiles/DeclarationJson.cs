using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Masking.ModelFiles;

/// <summary>
/// Writes declarations as JSON, and reads them. The code is generated, because ahead-of-time compilation has no reflection.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    Converters =
    [
        typeof(ChoiceNamesConverter),
        typeof(EnumNameConverter<InputKind>),
        typeof(EnumNameConverter<HeadKind>),
        typeof(EnumNameConverter<EntropyReduction>),
    ])]
[JsonSerializable(typeof(PolicyDeclaration))]
internal sealed partial class DeclarationJson : JsonSerializerContext
{
    /// <summary>Writes a declaration.</summary>
    public static string Write(PolicyDeclaration declaration)
    {
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            JsonSerializer.Serialize(writer, declaration, Default.PolicyDeclaration);
        }

        return Encoding.UTF8.GetString(json.GetBuffer(), 0, (int)json.Length);
    }

    /// <summary>Reads a declaration.</summary>
    /// <exception cref="InvalidDataException">The text is not a declaration.</exception>
    public static PolicyDeclaration Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, Default.PolicyDeclaration) ?? throw new JsonException("expected an object, got null.");
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidDataException($"its declaration cannot be read: {exception.Message.TrimEnd('.')}", exception);
        }
    }
}
