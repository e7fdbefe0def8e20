namespace Masking.Generators;

/// <summary>Prints how a record of tensors is taken apart and put together.</summary>
internal static class TensorRecord
{
    public static void Emit(SourceWriter writer, string type, IEnumerable<(string Identifier, bool IsOptional)> members)
    {
        (string Identifier, bool IsOptional)[] all = [.. members];
        writer.Line($"{Names.TensorList} {Names.Masking}ITensorRecord<{type}>.ToTensors() =>");
        using (writer.Indented())
        {
            writer.List(all.Select(member => member.Identifier));
        }

        writer.Line();
        writer.Line($"static {type} {Names.Masking}ITensorRecord<{type}>.FromTensors({Names.TensorList} tensors) => new()");
        using (writer.Braces(";"))
        {
            for (int i = 0; i < all.Length; i++)
            {
                writer.Line($"{all[i].Identifier} = tensors[{i}]{(all[i].IsOptional ? "" : "!")},");
            }
        }
    }
}
