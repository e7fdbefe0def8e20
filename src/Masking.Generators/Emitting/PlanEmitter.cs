using System.Globalization;
using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Emitting;

/// <summary>Prints the plan of every actor: what its heads choose, and what that depends on.</summary>
internal static class PlanEmitter
{
    /// <summary>Conditions on heads with more choices than this list the choices that make them true.</summary>
    private const int MostFlags = 64;

    /// <summary>A head stands on one line up to this length.</summary>
    private const int LongestLine = 120;

    public static IEnumerable<string> Emit(PolicyModel policy) => policy.Actors.Select(actor => Code.Of($$"""
        internal static readonly {{TypeNames.CompilerServices}}ActionPlan {{Names.PlanOf(policy, actor)}} = new(
            {{Names.Quoted(policy.Name)}},
            firstRandomNumber: {{actor.FirstRandomNumber}},
            {{Order(policy, actor)}}
            {{string.Join(",\n", actor.Heads.Select(head => Head(policy, policy.Heads[head])))}});
        """));

    /// <summary>The order in which the heads choose; left out where they choose in the order of their declaration.</summary>
    private static string Order(PolicyModel policy, ActorModel actor) => actor.Order.SequenceEqual(Enumerable.Range(0, actor.Heads.Count))
        ? ""
        : $"order: {Code.List(actor.Order.Select(head => Names.IndexOf(policy.Heads[actor.Heads[head]])))},";

    private static string Head(PolicyModel policy, HeadModel head)
    {
        string choice = Choice(head);
        string[] dependences =
        [
            head.Gate is { } gate ? ActiveWhen(Names.IndexOf(policy.Heads[gate.Parent]), gate.Values) : "",
            head.Table >= 0 ? $".MaskPer({Names.IndexOf(policy.Heads[head.Table])})" : "",
            head.Givens.Count > 0
                ? $".Given({string.Join(", ", head.Givens.Select(parent => Names.IndexOf(policy.Heads[parent])))})" : "",
            head.SumsEntropy ? ".SumEntropy()" : "",
        ];
        string line = choice + string.Concat(dependences);
        return line.Length <= LongestLine ? line : Code.Lines([choice, .. dependences.Select(Code.Indented)]);
    }

    private static string Choice(HeadModel head)
    {
        string plan = $"{TypeNames.CompilerServices}HeadPlan";
        string name = Names.Quoted(head.Member.Name);
        return (head.Choice, head.Picks) switch
        {
            (_, { } picks) => $"{plan}.Subset({name}, atLeast: {Text(picks.AtLeast)}, atMost: {Text(picks.AtMost)})",
            (ChoiceKind.Entity or ChoiceKind.Cell, _) => $"{plan}.Pointer({name})",
            (ChoiceKind.Flags, _) => $"{plan}.Flags({name}, bits: {Text(head.Choices)})",
            (ChoiceKind.Compound, _) => $"{plan}.Compound({name},\n    {string.Join(",\n    ", head.Components.Select(Component))})",
            _ => $"{plan}.Choice({name}, choices: {Text(head.Choices)})",
        };
    }

    private static string Component(ComponentModel component) => $"{TypeNames.CompilerServices}ComponentPlan."
        + (component.Choice == ChoiceKind.Flags ? $"Flags(bits: {Text(component.Choices)})" : $"Choice(choices: {Text(component.Choices)})")
        + (component.Gate is { } gate ? ActiveWhen($"component: {Text(gate.Parent)}", gate.Values) : "");

    private static string ActiveWhen(string parent, EquatableArray<bool> values) => values.Count > MostFlags
        ? $".ActiveWhen({parent}, choices: {Text(values.Count)}, activeChoices: [{Code.Wrapped(Listed(values))}])"
        : $".ActiveWhen({parent}, isActive: [{string.Join(", ", values.Select(value => value ? "true" : "false"))}])";

    private static IEnumerable<string> Listed(EquatableArray<bool> values) =>
        Enumerable.Range(0, values.Count).Where(i => values[i]).Select(Text);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
