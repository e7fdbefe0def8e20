using Masking.CompilerServices;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Heads;

/// <summary>
/// Actions between heads and choices, and between slots and rows: one tensor a head of the actors' shape, or one tensor a choice with one
/// row an actor.
/// </summary>
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
            throw new ArgumentException(
                $"{plan.Policy}: expected the actions of {plan.Heads.Length} heads ({string.Join(", ", plan.Heads.Select(head => head.Name))}), got {actions.Length}.",
                nameof(actions)
            );
        }

        Tensor?[] rows = new Tensor[plan.Choices.Length];
        try
        {
            for (int head = 0; head < actions.Length; head++)
            {
                Take(head, actions[head], rows);
            }
        }
        catch
        {
            // Nothing of what is refused is left behind.
            Release(rows, actions);
            throw;
        }

        return rows!;
    }

    /// <summary>From the choices to the heads, and from rows to slots.</summary>
    public Tensor[] ToSlots(Tensor[] rows)
    {
        Tensor[] slots = new Tensor[plan.Heads.Length];
        for (int head = 0; head < slots.Length; head++)
        {
            slots[head] = IsTheSame(head) ? rows[plan.ChoicesOf(head)[0]] : ToSlots(head, rows);
        }

        return slots;
    }

    /// <summary>Disposes tensors of rows, but for those that are what stays as well.</summary>
    public static void Release(ReadOnlySpan<Tensor?> rows, ReadOnlySpan<Tensor> staying)
    {
        foreach (Tensor? tensor in rows)
        {
            bool stays = false;
            foreach (Tensor other in staying)
            {
                stays |= ReferenceEquals(tensor, other);
            }

            if (!stays)
            {
                tensor?.Dispose();
            }
        }
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
            throw new InvalidOperationException(
                $"{plan.Policy}: some of its heads depend on what was chosen, so this is estimated along actions, and there are none yet. Give it actions, or call Sample, Mode or LogProb before."
            );
        }

        return [.. _last.Zip(plan.Choices, (actions, choice) =>
            tensor(actions, IsNumber(choice) ? [actors.Rows] : [actors.Rows, choice.Actions], device: device))];
    }

    /// <summary>Whether the actions of a head are those of its one choice: one number for the one agent of each environment.</summary>
    private bool IsTheSame(int head) => actors.IsTheOneAgent && plan.Heads[head].IsOneChoice;

    private void Take(int head, Tensor actions, Tensor?[] rows)
    {
        HeadPlan declared = plan.Heads[head];
        Expect.ActionSize(
            plan.Policy,
            declared.Name,
            actions,
            declared.HasActionAxis ? [.. actors.Shape, declared.Actions] : actors.Shape,
            device
        );
        using Tensor? dense = IsTheSame(head) || actions.is_contiguous() ? null : actions.contiguous();
        foreach (int choice in plan.ChoicesOf(head))
        {
            Tensor ofChoice = IsTheSame(head)
                ? actions
                : RowsOf(plan.Choices[choice], declared.Actions, HostMemory.Read<long>(dense ?? actions));
            rows[choice] = ofChoice;
            Expect.InRange(
                plan.Policy,
                declared.Name,
                ofChoice,
                plan.Choices[choice].IsFlags ? 2 : plan.Choices[choice].Columns ?? choices[head]
            );
        }
    }

    private Tensor ToSlots(int head, Tensor[] rows)
    {
        int width = plan.Heads[head].Actions;
        Tensor slots = HostMemory.Create(
            plan.Heads[head].HasActionAxis ? [.. actors.Shape, width] : actors.Shape,
            ScalarType.Int64,
            out Span<long> all
        );
        if (!actors.IsTheOneAgent)
        {
            all.Fill(-1);
        }

        foreach (int i in plan.ChoicesOf(head))
        {
            ChoicePlan choice = plan.Choices[i];
            ReadOnlySpan<long> chosen = HostMemory.Read<long>(rows[i]);
            for (int row = 0; row < actors.Rows; row++)
            {
                Span<long> target = all.Slice((PlaceOf(row) * width) + choice.FirstAction, choice.Actions);
                for (int j = 0; j < target.Length; j++)
                {
                    target[j] = chosen[(row * choice.Actions) + j];
                }
            }
        }

        return slots.On(device);
    }

    private Tensor RowsOf(ChoicePlan choice, int width, ReadOnlySpan<long> all)
    {
        Tensor rows = HostMemory.Create(
            IsNumber(choice) ? [actors.Rows] : [actors.Rows, choice.Actions],
            ScalarType.Int64,
            out Span<long> chosen
        );
        for (int row = 0; row < actors.Rows; row++)
        {
            ReadOnlySpan<long> source = all.Slice((PlaceOf(row) * width) + choice.FirstAction, choice.Actions);
            for (int j = 0; j < source.Length; j++)
            {
                chosen[(row * choice.Actions) + j] = source[j];
            }
        }

        return rows.On(device);
    }

    private int PlaceOf(int row) => actors.IsTheOneAgent ? row : actors.Slots[row];

    /// <summary>Whether an action of this choice is one number, and not a row of bits or picks.</summary>
    private bool IsNumber(ChoicePlan choice) => !choice.IsFlags && plan.Heads[choice.Head].Picks is null;
}
