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
        return Code.Of($$"""
            {{Doc.Summary("The actions of a batch of environments: for every head the index of a choice, or -1 for no action."
                + (policy.HasNumbers ? " A number from an interval is NaN for no action." : ""))}}
            {{Tool.Attribute}}
            public sealed record Actions : {{TypeNames.Masking}}ITensorRecord<Actions>, {{TypeNames.Disposable}}
            {
                {{Code.Members(policy.IsValid ? types.Fields.Select(Field) : [])}}

                {{Code.Members(ActionMember.Of(policy).WithCancellation(cancellation).Select(action => Property(policy, action)))}}

                {{Code.Members(policy.Heads.WithCancellation(cancellation).Select(head => Read(policy, types, head)))}}

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
                ? $"float32; {ChoiceText.OfIntervals(action.Head)}{(CanBeNone(policy, action.Head) ? "; NaN for none" : "")}"
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

    private static string NoneOf(PolicyModel policy, HeadModel head) => !CanBeNone(policy, head) ? ""
        : head.HasActionAxis ? "; all -1 for none"
        : "; -1 for none";

    /// <summary>Whether the typed read returns null for no action. The read of a subset returns an empty array instead.</summary>
    private static bool CanBeNone(PolicyModel policy, HeadModel head) => head.Picks is null && policy.CanReadNone(head);

    private static string Read(PolicyModel policy, ChoiceTypes types, HeadModel head)
    {
        (string parameters, string place, string where) = policy.Actors[head.Actor].Kind switch
        {
            ActorKind.Entities => ("long row, long entity", "row, entity", "for one entity in one row"),
            ActorKind.Cells => ("long row, long y, long x", "row, y, x", "for the agent on one cell in one row"),
            _ => ("long row", "row", "in one row"),
        };
        bool canBeNone = CanBeNone(policy, head);
        string summary = (head.Picks, canBeNone) switch
        {
            (not null, _) => $"The picks of {head.Member.Name} {where}, in order; empty for no action.",
            (null, true) => $"The choice of {head.Member.Name} {where}; null for no action.",
            _ => $"The choice of {head.Member.Name} {where}.",
        };
        string inactive = head.Components.Any(component => component.Gate is not null) ? " Inactive components are default." : "";
        string type = head.Picks is not null ? "int[]" : head.ValueType + (canBeNone ? "?" : "");
        string access = head.Picks is not null ? "public" : head.ReadAccess;
        string body = policy.IsValid ? ReadBody(policy, types, head, canBeNone, place) : Names.Invalid;
        return Code.Lines(
            Doc.Summary(summary + inactive),
            Code.Expression($"{access} {type} {head.Member.Name}{GeneratedNames.ReadSuffix}({parameters})", body));
    }

    private static string ReadBody(PolicyModel policy, ChoiceTypes types, HeadModel head, bool canBeNone, string place)
    {
        string actions = $"{Names.Quoted(policy.Name)}, {Names.Quoted(head.Member.Name)}, {Names.Own(head.Member)}";
        string reader = $"{TypeNames.CompilerServices}ActionReader";
        if (head.Picks is { } picks)
        {
            return $"{reader}.ReadPicks({actions}, atMost: {Text(picks.AtMost)}, choices: {CandidatesOf(head)}, {place})";
        }

        switch (head.Choice)
        {
            case ChoiceKind.Number:
                string interval = $"low: {head.Interval!.LowLiteral}, high: {head.Interval.HighLiteral}";
                return $"{reader}.ReadNumber{(canBeNone ? "OrNone" : "")}({actions}, {interval}, {place})";
            case ChoiceKind.Compound when head.Numbers > 0:
                return ReadWithNumbers(policy, types.ConversionOf(head.ValueType), head, canBeNone, place);
            case ChoiceKind.Entity or ChoiceKind.Cell:
                return $"{reader}.Read{(canBeNone ? "OrNone" : "")}({actions}, choices: {CandidatesOf(head)}, {place})";
            case ChoiceKind.Flags or ChoiceKind.Compound:
                string numbers = head.Choice == ChoiceKind.Flags
                    ? $"{reader}.ReadBits{(canBeNone ? "OrNone" : "")}({actions}, bits: {Text(head.Choices)}, {place})"
                    : $"{reader}.ReadComponents{(canBeNone ? "OrNone" : "")}({actions}, choices: [{ChoicesOfNumbers(head)}], {place})";
                string convert = types.ConversionOf(head.ValueType);
                return canBeNone ? $"{numbers} is {{ }} chosen\n    ? {convert}(chosen)\n    : null" : $"{convert}({numbers})";
            default:
                string field = types.FieldOf(head.Choice, head.ValueType, head.Choices);
                return $"{field}.Read{(canBeNone ? "OrNone" : "")}({actions}, {place})";
        }
    }

    /// <summary>Reads a record struct with numbers from intervals.</summary>
    private static string ReadWithNumbers(PolicyModel policy, string convert, HeadModel head, bool canBeNone, string place)
    {
        string reader = $"{TypeNames.CompilerServices}ActionReader";
        string ends = string.Join(", ", head.Intervals.Select(interval => $"{interval.LowLiteral}, {interval.HighLiteral}"));
        string tensor = head.HasMask ? ActionMember.NumbersOf(head) : Names.Own(head.Member);
        string names = $"{Names.Quoted(policy.Name)}, {Names.Quoted(head.Member.Name)}";
        string numbers = $"{reader}.ReadNumbers({names}, {tensor}, ends: [{ends}], {place})";
        if (!head.HasMask)
        {
            return canBeNone
                ? $"{reader}.UnlessNone({numbers}) is {{ }} numbers\n    ? {convert}(numbers)\n    : null"
                : $"{convert}({numbers})";
        }

        string chosen = $"{reader}.ReadComponents({names}, {Names.Own(head.Member)}, choices: [{ChoicesOfNumbers(head)}], {place})";
        return canBeNone
            ? $$"""
                {{reader}}.UnlessNone(
                    {{chosen}},
                    {{numbers}}) is { } action
                    ? {{convert}}(action.Chosen, action.Numbers)
                    : null
                """
            : $"""
                {convert}(
                    {chosen},
                    {numbers})
                """;
    }

    /// <summary>The number of cells of a map of a fixed size; null where the batch decides on the number of candidates.</summary>
    private static string CandidatesOf(HeadModel head)
    {
        string[] axes = head.ChoiceAxes.Split([", "], StringSplitOptions.None);
        return axes.All(axis => char.IsDigit(axis[0])) ? string.Join(" * ", axes) : "null";
    }

    /// <summary>The number of choices of each number in a compound action.</summary>
    private static string ChoicesOfNumbers(HeadModel head) => string.Join(", ", head.Components.SelectMany(component =>
        Enumerable.Repeat(Text(component.Choice == ChoiceKind.Flags ? 2 : component.Choices), component.Actions)));

    private static string Conversion(ChoiceConversion conversion, ChoiceTypes types)
    {
        bool hasNumbers = conversion.Components.Any(component => component.Interval is not null);
        bool hasOthers = conversion.Components.Count == 0 || conversion.Components.Any(component => component.Interval is null);
        string parameters = string.Join(", ", (hasOthers ? ["int[] chosen"] : Array.Empty<string>())
            .Concat(hasNumbers ? ["float[] numbers"] : []));
        string signature = $"private static {conversion.Type} {conversion.Name}({parameters})";
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
