using System.Globalization;
using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Emitting;

/// <summary>Prints the typed masks of a compound action: one for each component, side by side in one memory.</summary>
internal static class BatchMasks
{
    public static void Emit(SourceWriter writer, PolicyModel policy, BatchMember member, string prefix)
    {
        string flags = GeneratedNames.FlagsField;
        writer.Line();
        writer.Line($"/// <summary>The masks of {Names.Xml(member.Name)}, one for each component.</summary>");
        writer.Line($"{member.Access} readonly ref struct {member.Returns}");
        using (writer.Braces())
        {
            writer.Line($"private readonly global::System.Span<bool> {flags};");
            writer.Line();
            writer.Line($"internal {member.Returns}(global::System.Span<bool> flags) => {flags} = flags;");
            writer.Line();
            writer.Line("/// <summary>All flags, one component behind the other.</summary>");
            writer.Line($"public global::System.Span<bool> {GeneratedNames.Flags} => {flags};");
            int first = 0;
            for (int i = 0; i < member.Components.Count; i++)
            {
                ComponentModel component = member.Components[i];
                string name = Names.Quoted($"{policy.Name}.Batch.{member.Name}.{component.Name}");
                string part = $"{flags}.Slice({Text(first)}, {Text(component.Choices)})";
                writer.Line();
                writer.Line($"/// <summary>Which choices of {Names.Xml(component.Name)} are legal.</summary>");
                writer.Line($"{component.Access} {Names.Masking}MaskSpan<{component.ValueType}> {component.Name.Escaped()} =>");
                using (writer.Indented())
                {
                    writer.Line(policy.IsValid ? $"new({name}, {part}, {ChoicesOf(member, i, prefix)});" : $"{Names.Invalid};");
                }

                first += component.Choices;
            }

            writer.Line();
            writer.Line("/// <summary>Makes every choice of every component legal.</summary>");
            writer.Line($"public void {GeneratedNames.AllowAll}() => {flags}.Fill(true);");
            writer.Line();
            writer.Line("/// <summary>Makes no choice of any component legal.</summary>");
            writer.Line($"public void {GeneratedNames.AllowNone}() => {flags}.Clear();");
        }
    }

    /// <summary>The field that holds the values of a component.</summary>
    public static string ChoicesOf(BatchMember member, int component, string prefix) => $"{prefix}choicesOf{member.Name}{Text(component)}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
