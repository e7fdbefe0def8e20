using Masking.Choices;
using Masking.CompilerServices;

namespace Masking.Heads;

/// <summary>One choice of one head: all of it, or a component.</summary>
/// <param name="Head">The head.</param>
/// <param name="IsFlags">Whether each column is a bit of its own.</param>
/// <param name="FirstColumn">The first of its columns among the logits of the head.</param>
/// <param name="Columns">The number of its columns; null where the batch decides.</param>
/// <param name="FirstAction">The first of its numbers in an action of the head.</param>
/// <param name="Actions">How many those are.</param>
/// <param name="FirstLane">The first of its random numbers, of which each of <paramref name="Actions"/> takes one.</param>
/// <param name="Gate">The condition on an earlier choice.</param>
/// <param name="Table">The earlier choice that selects the row of the mask.</param>
internal sealed record ChoicePlan(
    int Head,
    bool IsFlags,
    int FirstColumn,
    int? Columns,
    int FirstAction,
    int Actions,
    int FirstLane,
    Gate? Gate,
    int? Table
)
{
    /// <summary>The choices of heads, in the order in which they are made.</summary>
    /// <param name="firstLane">The first random number.</param>
    /// <param name="heads">The heads, in the order of declaration, in which they take random numbers.</param>
    /// <param name="order">The order in which they choose.</param>
    public static ChoicePlan[] Of(int firstLane, HeadPlan[] heads, IEnumerable<int> order)
    {
        List<ChoicePlan> choices = [];
        Dictionary<int, int> firstOf = [];
        foreach (int head in order)
        {
            HeadPlan plan = heads[head];
            firstOf.Add(head, choices.Count);
            Gate? gate = plan.Gate is { } condition ? condition with { Parent = firstOf[condition.Parent] } : null;
            int? table = plan.Table is { } parent ? firstOf[parent] : null;
            int lane = firstLane + heads.Take(head).Sum(earlier => earlier.Actions);
            if (plan.IsPointer)
            {
                choices.Add(new ChoicePlan(head, IsFlags: false, 0, null, 0, plan.Actions, lane, gate, table));
            }

            int column = 0;
            int action = 0;
            foreach (ComponentPlan component in plan.Components)
            {
                // A component that depends on another of the same head is chosen only where that one is, and so where the head acts.
                Gate? own = component.Gate is { } within ? within with { Parent = firstOf[head] + within.Parent } : gate;
                choices.Add(
                    new ChoicePlan(head, component.IsFlags, column, component.Columns, action, component.Actions, lane + action, own, table)
                );
                column += component.Columns;
                action += component.Actions;
            }
        }

        return [.. choices];
    }
}
