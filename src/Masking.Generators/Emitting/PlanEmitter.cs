using System.Globalization;
using System.Text;
using Masking.Generators.Model;

namespace Masking.Generators.Emitting;

/// <summary>Prints the plan of every actor: what its heads choose, and on what that depends.</summary>
internal static class PlanEmitter
{
    /// <summary>Of more choices than these, those that count are listed.</summary>
    private const int MostFlags = 64;
    private const int LongestList = 100;

    public static void Emit(SourceWriter writer, PolicyModel policy)
    {
        foreach (ActorModel actor in policy.Actors)
        {
            writer.Line(
                $"internal static readonly {Names.CompilerServices}ActionPlan {Names.PlanOf(policy, actor)} = new({Names.Quoted(policy.Name)}, firstLane: {Text(actor.FirstLane)}, order: [{string.Join(", ", actor.Order.Select(Text))}],"
            );
            writer.Arguments(actor.Heads.Select(head => Head(policy, policy.Heads[head])));
            writer.Line();
        }
    }

    private static string Head(PolicyModel policy, HeadModel head)
    {
        string plan = Choice(head);
        if (head.Gate is { } gate)
        {
            plan += ActiveWhen(Names.PlaceOf(policy, policy.Heads[gate.Parent]), gate.Values);
        }

        if (head.Table >= 0)
        {
            plan += $".MaskPer({Text(Names.PlaceOf(policy, policy.Heads[head.Table]))})";
        }

        if (head.Givens.Count > 0)
        {
            plan += $".Given({string.Join(", ", head.Givens.Select(parent => Text(Names.PlaceOf(policy, policy.Heads[parent]))))})";
        }

        return head.SumsEntropy ? plan + ".SumEntropy()" : plan;
    }

    private static string Choice(HeadModel head)
    {
        string name = Names.Quoted(head.Member.Name);
        if (head.Picks is { } picks)
        {
            return $"{Names.CompilerServices}HeadPlan.Subset({name}, atLeast: {Text(picks.AtLeast)}, atMost: {Text(picks.AtMost)})";
        }

        return head.Choice switch
        {
            ChoiceKind.Entity or ChoiceKind.Cell => $"{Names.CompilerServices}HeadPlan.Pointer({name})",
            ChoiceKind.Flags => $"{Names.CompilerServices}HeadPlan.Flags({name}, {Text(head.Choices)})",
            ChoiceKind.Compound =>
                $"{Names.CompilerServices}HeadPlan.Compound({name},\n    {string.Join(",\n    ", head.Components.Select(Component))})",
            _ => $"{Names.CompilerServices}HeadPlan.Choice({name}, {Text(head.Choices)})",
        };
    }

    private static string Component(ComponentModel component) =>
        $"{Names.CompilerServices}ComponentPlan.{(component.Choice == ChoiceKind.Flags ? "Flags" : "Choice")}({Text(component.Choices)})"
        + (component.Gate is { } gate ? ActiveWhen(gate.Parent, gate.Values) : "");

    private static string ActiveWhen(int parent, EquatableArray<bool> values) => values.Count > MostFlags
        ? $".ActiveWhen({Text(parent)}, choices: {Text(values.Count)}, [{Listed(values)}])"
        : $".ActiveWhen({Text(parent)}, {string.Join(", ", values.Select(value => value ? "true" : "false"))})";

    private static string Listed(EquatableArray<bool> values)
    {
        StringBuilder text = new();
        int width = 0;
        for (int i = 0; i < values.Count; i++)
        {
            if (values[i])
            {
                string choice = (text.Length == 0 ? "" : ", ") + Text(i);
                width += choice.Length;
                if (width > LongestList)
                {
                    choice = ",\n    " + Text(i);
                    width = choice.Length;
                }

                text.Append(choice);
            }
        }

        return text.ToString();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
