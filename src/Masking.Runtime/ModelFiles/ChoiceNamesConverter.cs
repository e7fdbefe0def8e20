using System.Text.Json;
using System.Text.Json.Serialization;

namespace Masking.ModelFiles;

/// <summary>Writes names of choices as a list, and numbers as how many there are.</summary>
internal sealed class ChoiceNamesConverter : JsonConverter<ChoiceNames>
{
    public override ChoiceNames Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            return reader.TryGetInt32(out int count) && count >= 0
                ? ChoiceNames.Numbers(count)
                : throw new JsonException("expected a number of choices.");
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("expected a list of choices, or their number.");
        }

        List<string> names = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            names.Add(reader.TokenType == JsonTokenType.String
                ? reader.GetString()!
                : throw new JsonException("expected the name of a choice."));
        }

        return [.. names];
    }

    public override void Write(Utf8JsonWriter writer, ChoiceNames value, JsonSerializerOptions options)
    {
        if (value.AreNumbers)
        {
            writer.WriteNumberValue(value.Count);
            return;
        }

        writer.WriteStartArray();
        foreach (string name in value)
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
    }
}
