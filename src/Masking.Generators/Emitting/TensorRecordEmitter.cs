using System.Globalization;
using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Emitting;

/// <summary>Prints what every record of tensors implements: it lists its tensors, and is made from such a list.</summary>
internal static class TensorRecordEmitter
{
    /// <param name="type">The record.</param>
    /// <param name="members">Its tensors.</param>
    /// <param name="memory">The tensors of its member <c>Memory</c>; none where it has no such member.</param>
    /// <param name="names">The names of all tensors as an expression; null where they have to be listed.</param>
    /// <param name="chosenNumbers">The indices of the tensors that hold numbers chosen from intervals.</param>
    public static string Emit(string type, IReadOnlyList<(string Identifier, bool IsOptional)> members,
        EquatableArray<MemoryModel> memory = default, string? names = null, params int[] chosenNumbers)
    {
        IEnumerable<string> tensors = members.Select(member => member.Identifier)
            .Concat(memory.Select(tensor => $"{GeneratedNames.Memory}.{tensor.Name}"));
        string record = $"{TypeNames.Masking}ITensorRecord<{type}>";
        return Code.Of($$"""
            /// <summary>The shapes and element types of the tensors, and the values of small ones.</summary>
            public override string ToString() => {{TypeNames.CompilerServices}}RecordText.Of(this);

            static global::System.Collections.Generic.IReadOnlyList<string> {{record}}.MemberNames =>
                {{names ?? Code.List(tensors.Select(tensor => Names.Quoted(tensor.TrimStart('@'))))}};

            {{(chosenNumbers.Length == 0 ? "" : $"""
                static global::System.Collections.Generic.IReadOnlyList<int> {record}.ChosenNumbers =>
                    {Code.List(chosenNumbers.Select(index => index.ToString(CultureInfo.InvariantCulture)))};
                """)}}

            {{TypeNames.TensorList}}
                {{record}}.ToTensors() =>
                {{Code.List(tensors)}};

            static {{type}} {{record}}.FromTensors(
                {{TypeNames.TensorList}} tensors) => new()
            {
                {{Code.Initializers([.. Values(members), .. Memory(members.Count, memory)])}}
            };
            """);
    }

    private static IEnumerable<string> Values(IReadOnlyList<(string Identifier, bool IsOptional)> members) => members.Select((member, i) =>
        FormattableString.Invariant($"{member.Identifier} = tensors[{i}]{(member.IsOptional ? "" : "!")}"));

    private static string[] Memory(int first, EquatableArray<MemoryModel> memory)
    {
        IEnumerable<string> tensors = memory.Select((tensor, i) =>
            FormattableString.Invariant($"{tensor.Name} = tensors[{first + i}]!"));
        return memory.Count == 0 ? [] : [$"Memory = new() {{ {string.Join(", ", tensors)} }}"];
    }
}
