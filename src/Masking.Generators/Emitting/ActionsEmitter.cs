using System.Globalization;
using Masking.Generators.Members;
using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Emitting;

/// <summary>Prints the <c>Actions</c> and their typed reads.</summary>
internal static class ActionsEmitter
{
    public static string Emit(PolicyModel policy, CancellationToken cancellation)
    {
        ChoiceTypes types = new(policy);
        ReadEmitter reads = new(policy, types, statics: "", TensorOf);
        return Code.Of($$"""
            {{Doc.Summary("The actions of a batch of environments: for every head the index of a choice, or -1 for no action."
                + (policy.HasNumbers ? " A number from an interval is NaN for no action." : ""))}}
            {{Tool.Attribute}}
            public sealed record Actions : {{TypeNames.Masking}}ITensorRecord<Actions>, {{TypeNames.Disposable}}
            {
                {{Code.Members(policy.IsValid ? types.Fields.Select(Field) : [])}}

                {{Code.Members(ActionMember.Of(policy).WithCancellation(cancellation).Select(action => Property(policy, action)))}}

                {{Code.Members(policy.Heads.WithCancellation(cancellation).Select(reads.Read))}}

                {{Code.Members(policy.IsValid ? types.Conversions.Select(conversion => Conversion(conversion, types)) : [])}}

                /// <summary>Releases the tensors.</summary>
                public void Dispose() => {{TypeNames.Masking}}TensorRecordExtensions.DisposeTensors(this);

                {{TensorRecordEmitter.Emit(
                    "Actions",
                    [.. ActionMember.Of(policy).Select(action => (action.Identifier, IsOptional: false))],
                    chosenNumbers: ChosenNumbers(policy))}}
            }
            """);
    }

    /// <summary>The indices of the tensors that hold numbers from intervals.</summary>
    private static int[] ChosenNumbers(PolicyModel policy) =>
        [.. ActionMember.Of(policy).Select((action, i) => action.IsNumbers ? i : -1).Where(i => i >= 0)];

    /// <summary>The property with the actions of a head: with its numbers from intervals, or with its other choices.</summary>
    private static string TensorOf(HeadModel head, bool isNumbers) =>
        isNumbers && head.HasMask ? ActionMember.NumbersOf(head) : Names.Own(head.Member);

    private static string Field(ChoiceField field)
    {
        string declaration = $"internal static readonly {TypeNames.CompilerServices}ChoiceValues<{field.Type}> {field.Name} =";
        return field.Values.Count == 0
            ? $"{declaration}\n    {TypeNames.CompilerServices}ChoiceValues.Numbers({Text(field.Choices)});"
            : Code.Lines(
                CastComment(field.Values),
                Code.Of($$"""
                    {{declaration}}
                        new(
                            {{Code.List(field.Values.Select(value => value.Expression))}},
                            names: {{Code.List(field.Values.Select(value => Names.Quoted(value.Name)))}});
                    """));
    }

    /// <summary>Explains values that are written as numbers; empty where there are none.</summary>
    private static string CastComment(IEnumerable<EnumValueModel> values) =>
        values.Any(value => value.Expression.StartsWith("(", StringComparison.Ordinal))
            ? "// A value whose name is [Obsolete] as an error is written as a number."
            : "";

    private static string Property(PolicyModel policy, ActionMember action) => $$"""
        {{Doc.Tensor(
            action.Name == action.Head.Member.Name ? action.Head.Member.Summary : [],
            $"The {(!action.IsNumbers ? "choice" : action.Head.HasActionAxis ? "numbers" : "number")} of {action.Head.Member.Name}",
            $"({action.Axes})",
            action.IsNumbers
                ? $"float32; {ChoiceText.OfIntervals(action.Head)}{(ReadEmitter.CanBeNone(policy, action.Head) ? "; NaN for none" : "")}"
                : $"int64; {MeaningOf(policy, action.Head)}{NoneOf(policy, action.Head)}")}}
        public required {{TypeNames.Tensor}} {{action.Identifier}} { get; init; }
        """;

    private static string MeaningOf(PolicyModel policy, HeadModel head) => (head.Choice, head.Picks) switch
    {
        (ChoiceKind.Enum or ChoiceKind.Bool or ChoiceKind.Int, _) => ChoiceText.Of(policy, head),
        (ChoiceKind.Flags, _) => $"0 or 1 for each bit; {ChoiceText.Of(policy, head)}",
        (ChoiceKind.Compound, _) =>
            $"{ChoiceText.OfComponents(head, component => component.Actions)} of {Names.See(head.ValueType)}",
        (ChoiceKind.Entity, null) => "index of an entity",
        (ChoiceKind.Entity, _) => "indices of entities, padded with -1",
        (_, null) => "row · width + column of a cell",
        _ => "row · width + column of each cell, padded with -1",
    };

    private static string NoneOf(PolicyModel policy, HeadModel head) => !ReadEmitter.CanBeNone(policy, head) ? ""
        : head.HasActionAxis ? "; all -1 for none"
        : "; -1 for none";

    private static string Conversion(ChoiceConversion conversion, ChoiceTypes types)
    {
        bool hasNumbers = conversion.Components.Any(component => component.Interval is not null);
        bool hasOthers = conversion.Components.Count == 0 || conversion.Components.Any(component => component.Interval is null);
        string parameters = string.Join(", ", (hasOthers ? ["int[] chosen"] : Array.Empty<string>())
            .Concat(hasNumbers ? ["float[] numbers"] : []));
        string signature = $"internal static {conversion.Type} {conversion.Name}({parameters})";
        return conversion.Components.Count == 0
            ? Code.Of($$"""
                {{CastComment(conversion.Bits)}}
                {{signature}} =>
                    {{Bits(conversion.Bits, first: 0)}};
                """)
            : Code.Of($$"""
                {{CastComment(conversion.Components.Where(component => component.Choice == ChoiceKind.Flags)
                    .SelectMany(component => component.Values))}}
                {{signature}} => new(
                    {{string.Join(",\n", Arguments(conversion.Components, types))}});
                """);
    }

    private static IEnumerable<string> Arguments(EquatableArray<ComponentModel> components, ChoiceTypes types)
    {
        int first = 0;
        int number = 0;
        foreach (ComponentModel component in components)
        {
            if (component.Interval is not null)
            {
                string read = $"numbers[{Text(number++)}]";
                yield return $"{component.Name.Escaped()}: float.IsNaN({read}) ? default : {read}";
                continue;
            }

            string choice = $"chosen[{Text(first)}]";
            string field = types.FieldOf(component.Choice, component.ValueType, component.Choices);
            yield return component.Name.Escaped() + ": " + component.Choice switch
            {
                ChoiceKind.Bool => $"{choice} == 1",
                ChoiceKind.Flags => Bits(component.Values, first),
                ChoiceKind.Int => $"{choice} < 0 ? default : {choice}",
                _ => $"{choice} < 0 ? default : {field}[{choice}]",
            };
            first += component.Actions;
        }
    }

    private static string Bits(EquatableArray<EnumValueModel> values, int first) =>
        string.Join("\n    | ", values.Select((value, bit) => $"(chosen[{Text(first + bit)}] == 1 ? {value.Expression} : default)"));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
