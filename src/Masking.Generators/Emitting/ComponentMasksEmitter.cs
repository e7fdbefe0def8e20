using Masking.Generators.Members;
using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Emitting;

/// <summary>Prints the typed masks of a compound action: one for each component, side by side in one memory.</summary>
internal static class ComponentMasksEmitter
{
    private const string FlagSpan = "global::System.Span<bool>";

    public static string Emit(PolicyModel policy, BatchMember member, HeadModel head, ChoiceTypes types)
    {
        const string Flags = GeneratedNames.Flags;
        string places = ChoiceText.Of(policy, head);
        return Code.Of($$"""
            /// <summary>The legal choices of {{head.Member.Name}}, with a mask for each component.</summary>
            {{member.Access}} readonly ref struct {{member.Returns}}
            {
                internal {{member.Returns}}({{FlagSpan}} flags) => {{Flags}} = flags;

                {{Doc.Summary($"The masks of all components, one after the other: <c>[{head.ChoiceAxes}]</c> bool; {places}.")}}
                public {{FlagSpan}} {{Flags}} { get; }

                {{Code.Members(Components(policy, member, head, types))}}

                /// <summary>Makes every choice of every component legal.</summary>
                public void {{GeneratedNames.AllowAll}}() => {{Flags}}.Fill(true);

                /// <summary>Makes no choice of any component legal.</summary>
                public void {{GeneratedNames.AllowNone}}() => {{Flags}}.Clear();
            }
            """);
    }

    private static IEnumerable<string> Components(PolicyModel policy, BatchMember member, HeadModel head, ChoiceTypes types)
    {
        int start = 0;
        foreach (ComponentModel component in head.Components.Where(component => component.Interval is null))
        {
            string name = Names.Quoted($"{policy.Name}.{member.Name}.{component.Name}");
            string flags = FormattableString.Invariant($"{GeneratedNames.Flags}.Slice(start: {start}, length: {component.Choices})");
            string choices = policy.IsValid ? $"Actions.{types.FieldOf(component.Choice, component.ValueType, component.Choices)}" : "";
            string shape = FormattableString.Invariant($"<c>[{component.Choices}]</c>");
            yield return $"""
                {Doc.Summary($"The legal choices of {component.Name}: {shape} bool; {ChoiceText.Of(component)}.")}
                {component.Access} {TypeNames.Masking}MaskSpan<{component.ValueType}> {component.Name.Escaped()} =>
                    {(policy.IsValid ? $"new({name}, {flags}, {choices})" : Names.Invalid)};
                """;
            start += component.Choices;
        }
    }
}
