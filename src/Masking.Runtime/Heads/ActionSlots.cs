using Masking.CompilerServices;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Heads;

/// <summary>
/// Converts actions between the layout of the policy, one tensor per head with a slot for every entity or cell, and the layout of the
/// distributions, one tensor per choice with a row for every actor.
/// </summary>
/// <param name="plan">The heads and their choices.</param>
/// <param name="actors">The actors.</param>
/// <param name="choices">The number of choices of each head.</param>
/// <param name="device">The device of the actions.</param>
internal sealed class ActionSlots(ActionPlan plan, ActorRows actors, long[] choices, Device device)
{
    private long[][]? _last;

    /// <summary>Converts one tensor per head to one tensor per choice, and slots to rows.</summary>
    public Tensor[] ToRows(ReadOnlySpan<Tensor> actions)
    {
        if (actions.Length != plan.Heads.Length)
        {
            throw new ArgumentException(
                $"{plan.Policy}: expected the actions of {plan.Heads.Length} heads "
                    + $"({string.Join(", ", plan.Heads.Select(head => head.Name))}), got {actions.Length}.",
                nameof(actions));
        }

        Tensor?[] rows = new Tensor[plan.Choices.Length];
        try
        {
            for (int head = 0; head < actions.Length; head++)
            {
                ReadHead(head, actions[head], rows);
            }
        }
        catch
        {
            DisposeExcept(rows, actions);
            throw;
        }

        return rows!;
    }

    /// <summary>Converts one tensor per choice to one tensor per head, and rows to slots.</summary>
    public Tensor[] ToSlots(Tensor[] rows)
    {
        Tensor[] slots = new Tensor[plan.Heads.Length];
        for (int head = 0; head < slots.Length; head++)
        {
            slots[head] = IsIdentity(head) ? rows[plan.ChoicesOf(head)[0]] : ToSlots(head, rows);
        }

        return slots;
    }

    /// <summary>Disposes the tensors of rows that are not also in <paramref name="kept"/>.</summary>
    public static void DisposeExcept(ReadOnlySpan<Tensor?> rows, ReadOnlySpan<Tensor> kept)
    {
        foreach (Tensor? tensor in rows)
        {
            bool isKept = false;
            foreach (Tensor other in kept)
            {
                isKept |= ReferenceEquals(tensor, other);
            }

            if (!isKept)
            {
                tensor?.Dispose();
            }
        }
    }

    /// <summary>Saves a copy of the last actions in managed memory, so that they outlive the current dispose scope.</summary>
    public void SaveLast(Tensor[] rows) => _last = [.. rows.Select(actions => HostMemory.Read<long>(actions).ToArray())];

    /// <summary>The rows of the given actions, or of the last actions if none are given.</summary>
    /// <exception cref="InvalidOperationException">No actions are given, and none were saved.</exception>
    public Tensor[] GivenOrLast(ReadOnlySpan<Tensor> given)
    {
        if (!given.IsEmpty)
        {
            return ToRows(given);
        }

        if (_last is null)
        {
            throw new InvalidOperationException(
                $"{plan.Policy}: expected actions, because the logits of some heads depend on earlier choices, got none. Pass actions, or "
                    + "call Sample, Mode or LogProb before.");
        }

        return [.. _last.Zip(plan.Choices, (actions, choice) =>
            tensor(actions, IsScalar(choice) ? [actors.Rows] : [actors.Rows, choice.ActionLength], device: device))];
    }

    /// <summary>Whether both layouts are the same: the head makes a single choice for the single agent of each environment.</summary>
    private bool IsIdentity(int head) => actors.IsTheOneAgent && plan.Heads[head].IsSingleChoice;

    private void ReadHead(int head, Tensor actions, Tensor?[] rows)
    {
        HeadPlan declared = plan.Heads[head];
        Expect.ActionSize(
            plan.Policy,
            declared.Name,
            actions,
            declared.HasActionAxis ? [.. actors.Shape, declared.ActionLength] : actors.Shape,
            device
        );
        using Tensor? dense = IsIdentity(head) || actions.is_contiguous() ? null : actions.contiguous();
        foreach (int choice in plan.ChoicesOf(head))
        {
            Tensor choiceRows = IsIdentity(head)
                ? actions
                : ToRows(plan.Choices[choice], declared.ActionLength, HostMemory.Read<long>(dense ?? actions));
            rows[choice] = choiceRows;
            Expect.InRange(
                plan.Policy,
                declared.Name,
                choiceRows,
                plan.Choices[choice].IsFlags ? 2 : plan.Choices[choice].Columns ?? choices[head]
            );
        }
    }

    private Tensor ToSlots(int head, Tensor[] rows)
    {
        int width = plan.Heads[head].ActionLength;
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
                Span<long> target = all.Slice((SlotOf(row) * width) + choice.FirstAction, choice.ActionLength);
                for (int j = 0; j < target.Length; j++)
                {
                    target[j] = chosen[(row * choice.ActionLength) + j];
                }
            }
        }

        return slots.On(device);
    }

    private Tensor ToRows(ChoicePlan choice, int width, ReadOnlySpan<long> all)
    {
        Tensor rows = HostMemory.Create(
            IsScalar(choice) ? [actors.Rows] : [actors.Rows, choice.ActionLength],
            ScalarType.Int64,
            out Span<long> chosen
        );
        for (int row = 0; row < actors.Rows; row++)
        {
            ReadOnlySpan<long> source = all.Slice((SlotOf(row) * width) + choice.FirstAction, choice.ActionLength);
            for (int j = 0; j < source.Length; j++)
            {
                chosen[(row * choice.ActionLength) + j] = source[j];
            }
        }

        return rows.On(device);
    }

    private int SlotOf(int row) => actors.IsTheOneAgent ? row : actors.Slots[row];

    /// <summary>Whether an action of this choice is a single number, and not several bits or picks.</summary>
    private bool IsScalar(ChoicePlan choice) => !choice.IsFlags && plan.Heads[choice.Head].Picks is null;
}
