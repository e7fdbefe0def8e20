using Masking.Choices;

namespace Masking.Heads;

/// <summary>A choice of a head: its only one, or one of its components.</summary>
/// <param name="Head">The index of the head.</param>
/// <param name="IsFlags">Whether the columns are independent bits.</param>
/// <param name="FirstColumn">The first column of the choice in the logits of the head.</param>
/// <param name="Columns">
/// The number of columns, which is 2 for a number; null for a pointer or a subset, whose candidates differ from batch to batch.
/// </param>
/// <param name="FirstFlag">The first column of the choice in the mask of the head, or for a number in its range.</param>
/// <param name="FirstAction">The index of the first element of the choice in an action, within the tensor that contains it.</param>
/// <param name="ActionLength">The length of an action: 1, or the number of bits or picks.</param>
/// <param name="FirstLane">The index of the first random number. Each of the <paramref name="ActionLength"/> elements uses one.</param>
/// <param name="Gate">The condition under which the choice is active; null if it always is.</param>
/// <param name="Tables">The parents whose choices select the row of the mask; empty if the mask has one row.</param>
internal sealed record ChoicePlan(
    int Head,
    bool IsFlags,
    int FirstColumn,
    int? Columns,
    int FirstFlag,
    int FirstAction,
    int ActionLength,
    int FirstLane,
    Gate? Gate,
    int[] Tables
)
{
    /// <summary>What the columns of a number mean; null for other choices.</summary>
    public NumberForm? Number { get; init; }

    /// <summary>The choices that decide whether this choice is active, or select the row of its mask.</summary>
    public IEnumerable<int> Parents => Tables.Concat(Gate is null ? [] : [Gate.Parent]).Distinct();

    /// <summary>Creates the choices of heads, in the order in which they are made.</summary>
    /// <param name="firstLane">The index of the first random number.</param>
    /// <param name="heads">The heads in the order of declaration, which is also the order of their random numbers.</param>
    /// <param name="order">The order in which the heads choose.</param>
    public static ChoicePlan[] Of(int firstLane, HeadPlan[] heads, IEnumerable<int> order)
    {
        List<ChoicePlan> choices = [];
        Dictionary<int, int> firstOf = [];
        foreach (int head in order)
        {
            HeadPlan plan = heads[head];
            firstOf.Add(head, choices.Count);
            Gate? gate = plan.Gate is { } condition ? condition with { Parent = firstOf[condition.Parent] } : null;
            int[] tables = [.. plan.Tables.Select(parent => firstOf[parent])];
            int lane = firstLane + heads.Take(head).Sum(earlier => earlier.ActionLength);
            if (plan.IsPointer)
            {
                choices.Add(new ChoicePlan(head, IsFlags: false, 0, null, 0, 0, plan.ActionLength, lane, gate, tables));
            }

            // The columns of numbers follow those of the other choices.
            (int column, int numberColumn) = (0, plan.Choices);
            (int action, int number) = (0, 0);
            foreach (ComponentPlan component in plan.Components)
            {
                // A component that depends on another component needs no gate of the head: it is active only where the other one is.
                Gate? componentGate = component.Gate is { } inner ? inner with { Parent = firstOf[head] + inner.Parent } : gate;
                if (component.Number is not null)
                {
                    choices.Add(new ChoicePlan(head, IsFlags: false, numberColumn, component.Columns, component.Columns * number, number, 1,
                        lane + action + number, componentGate, tables)
                    {
                        Number = component.Number,
                    });
                    numberColumn += component.Columns;
                    number++;
                    continue;
                }

                choices.Add(new ChoicePlan(head, component.IsFlags, column, component.Columns, column, action, component.ActionLength,
                    lane + action + number, componentGate, tables));
                column += component.Columns;
                action += component.ActionLength;
            }
        }

        return [.. choices];
    }
}
