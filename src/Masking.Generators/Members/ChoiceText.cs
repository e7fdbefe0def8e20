using System.Globalization;
using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Members;

/// <summary>What the indices of masks and probabilities mean, for the documentation of generated members.</summary>
internal static class ChoiceText
{
    /// <summary>The largest number of values or components that are listed.</summary>
    private const int MostListed = 8;

    /// <summary>The choices of a head, in order: <c>0 Hold, 1 Move, 2 Attack</c>.</summary>
    public static string Of(PolicyModel policy, HeadModel head) => head.Choice switch
    {
        ChoiceKind.Compound => OfComponents(head, component => component.Choices),
        ChoiceKind.Entity when head.Over >= 0 => $"one for each entity of {policy.Inputs[head.Over].Member.Name}",
        ChoiceKind.Cell when head.Over >= 0 => $"one for each cell of {policy.Inputs[head.Over].Member.Name}, row by row",
        ChoiceKind.Entity or ChoiceKind.Cell => "one for each choice",
        _ => Of(head.Choice, head.ValueType, head.Values, head.Choices),
    };

    /// <summary>The numbers of a head and their intervals: <c>0 Steer, from -1 to 1</c>.</summary>
    public static string OfIntervals(HeadModel head)
    {
        ComponentModel[] numbers = [.. head.Components.Where(component => component.Interval is not null)];
        return head.Interval is { } interval ? $"within {interval.Text}"
            : numbers.Length > MostListed ? "the numbers in the order of their declaration"
            : string.Join(", ", numbers.Select((number, i) => $"{Text(i)} {number.Name} within {number.Interval!.Text}"));
    }

    /// <summary>The choices of a component, in order.</summary>
    public static string Of(ComponentModel component) =>
        Of(component.Choice, component.ValueType, component.Values, component.Choices);

    /// <summary>The places of the components: <c>0–2 Order, 3–4 Move</c>.</summary>
    /// <param name="head">A compound head.</param>
    /// <param name="count">The number of places of a component.</param>
    public static string OfComponents(HeadModel head, Func<ComponentModel, int> count)
    {
        if (head.Components.Count > MostListed)
        {
            return "the components in the order of their declaration";
        }

        List<string> texts = [];
        int first = 0;
        foreach (ComponentModel component in head.Components.Where(component => component.Interval is null))
        {
            int last = first + count(component) - 1;
            texts.Add($"{Text(first)}{(last > first ? $"–{Text(last)}" : "")} {component.Name}");
            first = last + 1;
        }

        return string.Join(", ", texts);
    }

    private static string Of(ChoiceKind choice, string type, EquatableArray<EnumValueModel> values, int choices) => choice switch
    {
        ChoiceKind.Bool => "0 false, 1 true",
        ChoiceKind.Int => choices == 1 ? "number 0" : $"numbers 0 to {Text(choices - 1)}",
        _ when values.Count <= MostListed => string.Join(", ", values.Select((value, i) => $"{Text(i)} {value.Name}")),
        ChoiceKind.Flags => $"index i is the bit i of <c>{TypeNames.SimpleName(type)}</c>, in ascending order",
        _ => $"index i is the value i of <c>{TypeNames.SimpleName(type)}</c>, in ascending order",
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
