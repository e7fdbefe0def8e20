using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>Actions between heads and choices, and between slots and rows: one tensor a head of the actors' shape, or one tensor a choice with one row an actor.</summary>
/// <param name="plan">What the heads choose.</param>
/// <param name="actors">Who acts.</param>
/// <param name="choices">The number of choices of each head.</param>
/// <param name="device">Where actions must be.</param>
internal sealed class ActionSlots(ActionPlan plan, ActorRows actors, long[] choices, Device device)
{
    private long[][]? _last;

    /// <summary>The actions of every choice, with one row an actor, from one tensor a head.</summary>
    public Tensor[] RowsOf(ReadOnlySpan<Tensor> actions)
    {
        if (actions.Length != plan.Heads.Length)
        {
            throw new ArgumentException($"{plan.Policy}: expected the actions of {plan.Heads.Length} heads ({string.Join(", ", plan.Heads.Select(head => head.Name))}), got {actions.Length}.", nameof(actions));
        }

        Tensor[] rows = new Tensor[plan.Choices.Length];
        for (int head = 0; head < actions.Length; head++)
        {
            HeadPlan declared = plan.Heads[head];
            Expect.ActionSize(plan.Policy, declared.Name, actions[head], declared.HasActionAxis ? [.. actors.Shape, declared.Actions] : actors.Shape, device);
            Tensor ofHead = actors.Gather(actions[head]);
            for (int i = 0; i < rows.Length; i++)
            {
                ChoicePlan choice = plan.Choices[i];
                if (choice.Head == head)
                {
                    rows[i] = declared.HasActionAxis ? ofHead.narrow(-1, choice.FirstAction, choice.Actions) : ofHead;
                    Expect.InRange(plan.Policy, declared.Name, rows[i], choice.IsFlags ? 2 : choice.Columns ?? choices[head]);
                    rows[i] = IsNumber(choice) && declared.HasActionAxis ? rows[i].squeeze(-1) : rows[i];
                }
            }
        }

        return rows;
    }

    /// <summary>From the choices to the heads, and from rows to slots.</summary>
    public Tensor[] ToSlots(DisposeScope scope, Tensor[] rows)
    {
        Tensor[] slots = new Tensor[plan.Heads.Length];
        for (int head = 0; head < slots.Length; head++)
        {
            bool hasAxis = plan.Heads[head].HasActionAxis;
            IEnumerable<Tensor> ofHead = rows.Zip(plan.Choices).Where(each => each.Second.Head == head).Select(each => IsNumber(each.Second) && hasAxis ? each.First.unsqueeze(-1) : each.First);
            slots[head] = actors.Scatter(ofHead.Beside(-1), Scalars.MinusOne);
        }

        scope.MoveToOuter(slots);
        return slots;
    }

    /// <summary>Keeps actions in managed memory: they outlive whatever dispose scope they were seen in.</summary>
    public void Remember(Tensor[] rows) => _last = [.. rows.Select(actions => HostMemory.Read<long>(actions).ToArray())];

    /// <summary>The actions given, or those last seen.</summary>
    public Tensor[] AtHand(ReadOnlySpan<Tensor> given)
    {
        if (!given.IsEmpty)
        {
            return RowsOf(given);
        }

        if (_last is null)
        {
            throw new InvalidOperationException($"{plan.Policy}: some of its heads depend on what was chosen, so this is estimated along actions, and there are none yet. Give it actions, or call Sample, Mode or LogProb before.");
        }

        return [.. _last.Zip(plan.Choices, (actions, choice) =>
            tensor(actions, IsNumber(choice) ? [actors.Rows] : [actors.Rows, choice.Actions], device: device))];
    }

    /// <summary>Whether an action of this choice is one number, and not a row of bits or picks.</summary>
    private bool IsNumber(ChoicePlan choice) => !choice.IsFlags && plan.Heads[choice.Head].Picks is null;
}
