using System.Globalization;
using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Emitting;

/// <summary>Prints the <c>Actions</c> and their typed reads.</summary>
internal static class ActionsEmitter
{
    public static void Emit(SourceWriter writer, PolicyModel policy)
    {
        writer.Line();
        writer.Line("/// <summary>What the policy does: for every head the index of a choice, or -1 for no action.</summary>");
        writer.Line(Names.Generated);
        writer.Line($"public sealed record Actions : {Names.Masking}ITensorRecord<Actions>, global::System.IDisposable");
        using (writer.Braces())
        {
            foreach (HeadModel head in policy.Heads)
            {
                Tensor(writer, policy, head);
            }

            foreach (HeadModel head in policy.Heads)
            {
                Read(writer, policy, head);
            }

            writer.Line("/// <summary>Releases the tensors.</summary>");
            writer.Line($"public void Dispose() => {Names.Masking}TensorRecordExtensions.DisposeTensors(this);");
            writer.Line();
            TensorRecord.Emit(writer, "Actions", policy.Heads.Select(head => (head.Member.Identifier, IsOptional: false)));
        }
    }

    private static void Tensor(SourceWriter writer, PolicyModel policy, HeadModel head)
    {
        Names.Summary(writer, head.Member.Summary.Count > 0 ? head.Member.Summary : [$"What {Names.Xml(head.Member.Name)} chose."]);
        writer.Line($"/// <remarks><c>({Names.ActionAxes(policy, head)})</c> int64{MeaningOf(head)}.</remarks>");
        writer.Line($"public required {Names.Tensor} {head.Member.Identifier} {{ get; init; }}");
        writer.Line();
    }

    private static string MeaningOf(HeadModel head) =>
        head.Choice switch
        {
            ChoiceKind.Enum => ": the index of a value of " + Names.See(head.ValueType),
            ChoiceKind.Flags => ": 0 or 1 for each bit of " + Names.See(head.ValueType),
            ChoiceKind.Bool => ": 0 for false, 1 for true",
            ChoiceKind.Int => $": 0 to {head.Choices - 1}",
            ChoiceKind.Compound =>
                $": {string.Join(", ", head.Components.Select(component => Names.Xml(component.Name) + (component.Actions > 1 ? $" ({component.Actions} bits)" : "")))} of "
                    + Names.See(head.ValueType),
            ChoiceKind.Entity when head.Picks is not null => ": the indices of entities, padded with -1",
            ChoiceKind.Entity => ": the index of an entity",
            _ when head.Picks is not null => ": row · width + column of cells, padded with -1",
            _ => ": row · width + column of a cell",
        };

    private static void Read(SourceWriter writer, PolicyModel policy, HeadModel head)
    {
        if (policy.IsValid)
        {
            Values(writer, head.Member.Name + GeneratedNames.ValuesSuffix, head.Choice, head.ValueType, head.Values);
            for (int i = 0; i < head.Components.Count; i++)
            {
                Values(writer, ValuesOf(head, i), head.Components[i].Choice, head.Components[i].ValueType, head.Components[i].Values);
            }
        }

        (string parameters, string place) = policy.Actors[head.Actor].Kind switch
        {
            ActorKind.Entities => ("long row, long entity", "row, entity"),
            ActorKind.Cells => ("long row, long y, long x", "row, y, x"),
            _ => ("long row", "row"),
        };
        string actions = $"{Names.Quoted(policy.Name)}, {Names.Quoted(head.Member.Name)}, {Names.Own(head.Member)}";
        if (head.Picks is not null)
        {
            writer.Line(
                $"/// <summary>What {Names.Xml(head.Member.Name)} picked at one place of the batch, in the order of its picks; empty is no action.</summary>"
            );
            writer.Line(
                $"public int[] {head.Member.Name}At({parameters}) => {Names.CompilerServices}ActionReader.ReadPicks({actions}, "
                    + $"{head.Actions.ToString(CultureInfo.InvariantCulture)}, {ChoicesOf(head)}, {place});"
            );
            writer.Line();
            return;
        }

        bool canBeNone =
            head.CanBeNone
            && (!head.HasActionAxis || head.Gate is not null || head.Table >= 0 || policy.Actors[head.Actor].Kind != ActorKind.Agent);
        string read = (head.Choice, canBeNone) switch
        {
            (ChoiceKind.Flags, false) => "ReadBits",
            (ChoiceKind.Flags, true) => "ReadBitsOrNone",
            (ChoiceKind.Compound, false) => "ReadRow",
            (ChoiceKind.Compound, true) => "ReadRowOrNone",
            (_, false) => "ReadAction",
            (_, true) => "Read",
        };
        string chosen = $"{Names.CompilerServices}ActionReader.{read}({actions}, {ChoicesOf(head)}, {place})";
        writer.Line(
            $"/// <summary>What {Names.Xml(head.Member.Name)} chose at one place of the batch{(canBeNone ? "; null is no action" : "")}{Inactive(head)}.</summary>"
        );
        string signature = $"{head.ReadAccess} {head.ValueType}{(canBeNone ? "?" : "")} {head.Member.Name}At({parameters})";
        if (!policy.IsValid)
        {
            writer.Line($"{signature} => {Names.Invalid};");
        }
        else if (head.HasActionAxis && !canBeNone)
        {
            writer.Line(signature);
            using (writer.Braces())
            {
                writer.Line($"int[] chosen = {chosen};");
                writer.Line($"return {Typed(head, "chosen")};");
            }
        }
        else
        {
            string name = head.HasActionAxis ? "chosen" : "choice";
            writer.Line($"{signature} =>");
            using (writer.Indented())
            {
                writer.Line(
                    head.Choice is ChoiceKind.Int or ChoiceKind.Entity or ChoiceKind.Cell ? $"{chosen};"
                    : canBeNone ? $"{chosen} is {{ }} {name} ? {Typed(head, name)} : null;"
                    : $"{Typed(head, chosen)};");
            }
        }

        writer.Line();
    }

    /// <summary>The number of choices, or of bits, or of the choices of every component; null where the batch decides.</summary>
    private static string ChoicesOf(HeadModel head)
    {
        string[] numbers = head.Choice switch
        {
            ChoiceKind.Entity or ChoiceKind.Cell => head.ChoiceAxes.Split([", "], StringSplitOptions.None),
            ChoiceKind.Compound => [.. head.Components.SelectMany(component =>
                Enumerable.Repeat(component.Choice == ChoiceKind.Flags ? 2 : component.Choices, component.Actions))
                .Select(choices => choices.ToString(CultureInfo.InvariantCulture))],
            _ => [head.Choices.ToString(CultureInfo.InvariantCulture)],
        };
        return head.Choice == ChoiceKind.Compound ? $"[{string.Join(", ", numbers)}]"
            : numbers.All(number => char.IsDigit(number[0])) ? string.Join(" * ", numbers)
            : "null";
    }

    private static string Inactive(HeadModel head) =>
        head.Components.Any(component => component.Gate is not null) ? "; a component that was not chosen has its default" : "";

    /// <summary>The values of an enum, by the indices of choices.</summary>
    private static void Values(SourceWriter writer, string name, ChoiceKind choice, string type, EquatableArray<string> values)
    {
        if (choice == ChoiceKind.Enum)
        {
            writer.Line($"private static readonly {type}[] {name} =");
            using (writer.Indented())
            {
                writer.List(values);
            }

            writer.Line();
        }
    }

    private static string ValuesOf(HeadModel head, int component) =>
        $"{head.Member.Name}{GeneratedNames.ValuesSuffix}{component.ToString(CultureInfo.InvariantCulture)}";

    private static string Typed(HeadModel head, string choice) => head.Choice switch
    {
        ChoiceKind.Enum => $"{head.Member.Name}{GeneratedNames.ValuesSuffix}[{choice}]",
        ChoiceKind.Bool => $"{choice} == 1",
        ChoiceKind.Flags => Bits(head.Values, choice, first: 0),
        ChoiceKind.Compound => $"new {head.ValueType}({Arguments(head, choice)})",
        _ => choice,
    };

    private static string Arguments(HeadModel head, string chosen)
    {
        List<string> arguments = [];
        int first = 0;
        for (int i = 0; i < head.Components.Count; i++)
        {
            ComponentModel component = head.Components[i];
            string choice = $"{chosen}[{first.ToString(CultureInfo.InvariantCulture)}]";
            arguments.Add(component.Choice switch
            {
                ChoiceKind.Enum => $"{choice} < 0 ? default : {ValuesOf(head, i)}[{choice}]",
                ChoiceKind.Bool => $"{choice} == 1",
                ChoiceKind.Flags => Bits(component.Values, chosen, first),
                _ => $"{choice} < 0 ? default : {choice}",
            });
            first += component.Actions;
        }

        return "\n    " + string.Join(",\n    ", arguments);
    }

    private static string Bits(EquatableArray<string> values, string chosen, int first) =>
        string.Join(
            " | ",
            values.Select((value, bit) => $"({chosen}[{(first + bit).ToString(CultureInfo.InvariantCulture)}] == 1 ? {value} : default)")
        );
}
