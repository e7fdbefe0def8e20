using System.Globalization;
using Masking.Generators.Members;
using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Emitting;

/// <summary>Prints the declaration as data.</summary>
internal static class DeclarationEmitter
{
    /// <summary>An item stands on one line up to this length.</summary>
    private const int LongestLine = 120;

    public static string Emit(PolicyModel policy, CancellationToken cancellation)
    {
        string signature = $$"""
            /// <summary>The declaration as data: the inputs, the core, and the heads with the names of their choices.</summary>
            {{Tool.Attribute}}
            public static {{TypeNames.Masking}}PolicyDeclaration {{GeneratedNames.Declaration}}
            """;
        if (!policy.IsValid)
        {
            return $"{signature} =>\n    {Names.Invalid};";
        }

        ChoiceTypes types = new(policy);
        return Code.Of($$"""
            {{signature}} { get; } = new(
                {{Names.Quoted(policy.Name)}},
                Inputs:
                [
                    {{Items(policy.JoinedForCore.Concat(policy.JoinedForValue).Select(input => Input(policy, input)))}}
                ],
                Core: {{Core(policy.Core)}},
                Actors:
                [
                    {{Items(policy.Actors.Select(actor => Actor(policy, types, actor, cancellation)))}}
                ]{{(policy.Value is null ? "" : $",\nValue: {Names.Quoted(policy.Value.Name)}")}}){{ValueEach(policy)}};
            """);
    }

    private static string ValueEach(PolicyModel policy) => policy.ValueActor < 0 ? ""
        : $" {{ ValueEach = {Names.Quoted(policy.Inputs[policy.Actors[policy.ValueActor].Input].Member.Name)} }}";

    private static string Input(PolicyModel policy, InputModel input) => Item(
        $"new({Names.Quoted(input.Member.Name)}, {TypeNames.Masking}InputKind.{input.Kind}, "
            + $"[{string.Join(", ", input.Size.Select(Text))}], {PartOf(input.Member)})",
        input.SightShape is null ? "" : "HasSight = true",
        input.AttendsTo.Count == 0 ? ""
            : $"AttendsTo = {Code.List(input.AttendsTo.Select(other => Names.Quoted(policy.Inputs[other].Member.Name)))}",
        input.IsForValueAlone ? "IsForValueOnly = true" : "");

    private static string Core(CoreModel core) => Item(
        $"new({Names.Quoted(core.Member.Name)}, Width: {Text(core.Width)}, {PartOf(core.Member)})",
        core.Memory.Count == 0 ? "" : $"Memory = {Code.List(core.Memory.Select(tensor => Names.Quoted(tensor.Name)))}");

    private static string Actor(PolicyModel policy, ChoiceTypes types, ActorModel actor, CancellationToken cancellation) => Code.Of($$"""
        new(
        [
            {{Items(actor.Heads.WithCancellation(cancellation).Select(head => Head(policy, types, policy.Heads[head])))}}
        ]){{(actor.Kind == ActorKind.Agent ? "" : $" {{ Each = {Names.Quoted(policy.Inputs[actor.Input].Member.Name)} }}")}}
        """);

    private static string Head(PolicyModel policy, ChoiceTypes types, HeadModel head) => Item(
        $"new({Names.Quoted(head.Member.Name)}, {TypeNames.Masking}HeadKind.{KindOf(head)}, {Components(types, head)})",
        head.Over < 0 ? "" : $"Over = {Names.Quoted(policy.Inputs[head.Over].Member.Name)}",
        head.Picks is null ? "" : $"AtLeast = {Text(head.Picks.AtLeast)}, AtMost = {Text(head.Picks.AtMost)}",
        head.Gate is { } gate ? ActiveWhen(gate, policy.Heads[gate.Parent]) : "",
        head.Tables.Count == 0 ? "" : $"MaskPer = {Names.Quoted(policy.Heads[head.Tables[0]].Member.Name)}",
        head.Tables.Count < 2 ? ""
            : $"MaskPerOthers = {Code.List(head.Tables.Skip(1).Select(other => Names.Quoted(policy.Heads[other].Member.Name)))}",
        head.Givens.Count == 0 ? "" : $"Given = {Code.List(head.Givens.Select(other => Names.Quoted(policy.Heads[other].Member.Name)))}",
        head.IsDistinct ? "IsDistinct = true" : "",
        policy.HasQHead ? "IsActionValue = true" : "",
        head.SumsEntropy ? $"EntropyReduction = {TypeNames.Masking}EntropyReduction.Sum" : "");

    private static string KindOf(HeadModel head) => (head.Choice, head.Picks) switch
    {
        (_, not null) => "Subset",
        (ChoiceKind.Entity or ChoiceKind.Cell, _) => "Pointer",
        (ChoiceKind.Flags, _) => "Flags",
        (ChoiceKind.Compound, _) => "Compound",
        (ChoiceKind.Number, _) => "Number",
        _ => "Choice",
    };

    private static string Components(ChoiceTypes types, HeadModel head) => head.IsPointer ? "[]"
        : head.Interval is { } interval ? $"[{Number(interval)}]"
        : head.Choice != ChoiceKind.Compound ? $"[{Component(types, head.Choice, head.ValueType, head.Choices)}]"
        : $"\n[\n    {string.Join(",\n    ", head.Components.Select(component => Component(types, head, component)))},\n]";

    private static string Component(ChoiceTypes types, HeadModel head, ComponentModel component)
    {
        ComponentModel? parent = component.Gate is null ? null : head.Components[component.Gate.Parent];
        string name = $"Name = {Names.Quoted(component.Name)}";
        string condition = parent is null ? "" : ActiveWhen(component.Gate!, parent.Name, parent.Choice, parent.Values);
        return component.Interval is { } interval
            ? Number(interval, name, condition)
            : Component(types, component.Choice, component.ValueType, component.Choices, name, condition);
    }

    private static string Number(IntervalModel interval, params string[] properties) =>
        Item("new([])", [.. properties, $"Low = {interval.LowLiteral}, High = {interval.HighLiteral}"]);

    private static string Component(ChoiceTypes types, ChoiceKind choice, string type, int choices, params string[] properties) => Item(
        $"new(Actions.{types.FieldOf(choice, type, choices)}.Names)",
        [.. properties, choice == ChoiceKind.Flags ? "IsFlags = true" : ""]);

    private static string ActiveWhen(GateModel gate, HeadModel parent) =>
        ActiveWhen(gate, parent.Member.Name, parent.Choice, parent.Values);

    private static string ActiveWhen(GateModel gate, string parent, ChoiceKind choice, EquatableArray<EnumValueModel> values)
    {
        IEnumerable<int> listed = Enumerable.Range(0, gate.Values.Count).Where(i => gate.Values[i] != gate.IsNegated);
        IEnumerable<string> names = listed.Select(i => choice switch
        {
            ChoiceKind.Bool => i == 0 ? "false" : "true",
            ChoiceKind.Int => Text(i),
            _ => values[i].Name,
        });
        return $"ActiveWhen = new({Names.Quoted(parent)}, {Code.List(names.Select(Names.Quoted))})"
            + (gate.IsNegated ? " { IsNegated = true }" : "");
    }

    private static string PartOf(MemberModel member) => Names.Quoted(TypeNames.SimpleName(member.Type));

    /// <summary>A new object with some of its properties, on one line if it fits.</summary>
    private static string Item(string creation, params string[] properties)
    {
        string[] given = [.. properties.Where(property => property.Length > 0)];
        string line = given.Length == 0 ? creation : $"{creation} {{ {string.Join(", ", given)} }}";
        return given.Length == 0 || (line.Length <= LongestLine && !line.Contains('\n')) ? line : Code.Of($$"""
            {{creation}}
            {
                {{Code.Initializers(given)}}
            }
            """);
    }

    private static string Items(IEnumerable<string> items) => string.Join(",\n", items) + ",";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
