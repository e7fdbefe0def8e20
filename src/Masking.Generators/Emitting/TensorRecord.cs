using Masking.Generators.Model;

namespace Masking.Generators.Emitting;

/// <summary>Prints how a record of tensors is taken apart and put together.</summary>
internal static class TensorRecord
{
    /// <param name="writer">Where to.</param>
    /// <param name="type">The record.</param>
    /// <param name="members">Its tensors.</param>
    /// <param name="memory">Those of its member <c>Memory</c>, where it has one.</param>
    public static void Emit(
        SourceWriter writer,
        string type,
        IEnumerable<(string Identifier, bool IsOptional)> members,
        EquatableArray<MemoryModel> memory = default
    )
    {
        (string Identifier, bool IsOptional)[] all = [.. members];
        writer.Line("/// <summary>Shapes and element types, and the values of small tensors.</summary>");
        writer.Line($"public override string ToString() => {Names.CompilerServices}RecordText.Of(this);");
        writer.Line();
        writer.Line($"static global::System.Collections.Generic.IReadOnlyList<string> {Names.Masking}ITensorRecord<{type}>.MemberNames =>");
        using (writer.Indented())
        {
            writer.List(all.Select(member => Names.Quoted(member.Identifier.TrimStart('@'))).Concat(memory.Select(tensor =>
                Names.Quoted($"Memory.{tensor.Name}"))));
        }

        writer.Line();
        writer.Line($"{Names.TensorList} {Names.Masking}ITensorRecord<{type}>.ToTensors() =>");
        using (writer.Indented())
        {
            writer.List(all.Select(member => member.Identifier).Concat(memory.Select(tensor => $"Memory.{tensor.Name}")));
        }

        writer.Line();
        writer.Line($"static {type} {Names.Masking}ITensorRecord<{type}>.FromTensors({Names.TensorList} tensors) => new()");
        using (writer.Braces(";"))
        {
            for (int i = 0; i < all.Length; i++)
            {
                writer.Line($"{all[i].Identifier} = tensors[{i}]{(all[i].IsOptional ? "" : "!")},");
            }

            if (memory.Count > 0)
            {
                writer.Line(
                    $"Memory = new() {{ {string.Join(", ", memory.Select((tensor, i) => $"{tensor.Name} = tensors[{all.Length + i}]!"))} }},"
                );
            }
        }
    }
}
