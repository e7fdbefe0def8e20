using System.Globalization;
using Masking.Generators.Members;
using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Emitting;

/// <summary>Prints typed reads of actions: those of <c>Actions</c>, and those of <c>Player</c>.</summary>
/// <param name="policy">The policy.</param>
/// <param name="types">The static members of <c>Actions</c>.</param>
/// <param name="statics">What precedes the names of these members.</param>
/// <param name="source">The tensor or array with the actions of a head: with its numbers from intervals, or with its other choices.</param>
internal sealed class ReadEmitter(PolicyModel policy, ChoiceTypes types, string statics, Func<HeadModel, bool, string> source)
{
    /// <summary>Whether the typed read returns null for no action. The read of a subset returns an empty array instead.</summary>
    public static bool CanBeNone(PolicyModel policy, HeadModel head) => head.Picks is null && policy.CanReadNone(head);

    /// <summary>The parameters that select an actor, the arguments that pass them on, and a description of the actor.</summary>
    public static (string Parameters, string Place, string Where) PlaceOf(ActorKind actor) => actor switch
    {
        ActorKind.Entities => ("long row, long entity", "row, entity", "for one entity in one row"),
        ActorKind.Cells => ("long row, long y, long x", "row, y, x", "for the agent on one cell in one row"),
        _ => ("long row", "row", "in one row"),
    };

    /// <summary>Prints the read of a head.</summary>
    public string Read(HeadModel head)
    {
        (string parameters, string place, string where) = PlaceOf(policy.Actors[head.Actor].Kind);
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
        string body = policy.IsValid ? ReadBody(head, canBeNone, place) : Names.Invalid;
        return Code.Lines(
            Doc.Summary(summary + inactive),
            Code.Expression($"{access} {type} {head.Member.Name}{GeneratedNames.ReadSuffix}({parameters})", body));
    }

    private string ReadBody(HeadModel head, bool canBeNone, string place)
    {
        string actions = $"{Names.Quoted(policy.Name)}, {Names.Quoted(head.Member.Name)}, {source(head, head.Interval is not null)}";
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
                return ReadWithNumbers(head, canBeNone, place);
            case ChoiceKind.Entity or ChoiceKind.Cell:
                return $"{reader}.Read{(canBeNone ? "OrNone" : "")}({actions}, choices: {CandidatesOf(head)}, {place})";
            case ChoiceKind.Flags or ChoiceKind.Compound:
                string numbers = head.Choice == ChoiceKind.Flags
                    ? $"{reader}.ReadBits{(canBeNone ? "OrNone" : "")}({actions}, bits: {Text(head.Choices)}, {place})"
                    : $"{reader}.ReadComponents{(canBeNone ? "OrNone" : "")}({actions}, choices: [{ChoicesOfNumbers(head)}], {place})";
                string convert = statics + types.ConversionOf(head.ValueType);
                return canBeNone ? $"{numbers} is {{ }} chosen\n    ? {convert}(chosen)\n    : null" : $"{convert}({numbers})";
            default:
                string field = statics + types.FieldOf(head.Choice, head.ValueType, head.Choices);
                return $"{field}.Read{(canBeNone ? "OrNone" : "")}({actions}, {place})";
        }
    }

    /// <summary>Reads a record struct with numbers from intervals.</summary>
    private string ReadWithNumbers(HeadModel head, bool canBeNone, string place)
    {
        string convert = statics + types.ConversionOf(head.ValueType);
        string reader = $"{TypeNames.CompilerServices}ActionReader";
        string ends = string.Join(", ", head.Intervals.Select(interval => $"{interval.LowLiteral}, {interval.HighLiteral}"));
        string names = $"{Names.Quoted(policy.Name)}, {Names.Quoted(head.Member.Name)}";
        string numbers = $"{reader}.ReadNumbers({names}, {source(head, true)}, ends: [{ends}], {place})";
        if (!head.HasMask)
        {
            return canBeNone
                ? $"{reader}.UnlessNone({numbers}) is {{ }} numbers\n    ? {convert}(numbers)\n    : null"
                : $"{convert}({numbers})";
        }

        string chosen = $"{reader}.ReadComponents({names}, {source(head, false)}, choices: [{ChoicesOfNumbers(head)}], {place})";
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

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
