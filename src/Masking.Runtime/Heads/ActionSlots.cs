using Masking.CompilerServices;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Heads;

/// <summary>
/// Converts actions between the layout of the policy, one tensor per head, or two for a head with choices and numbers, with a slot for
/// every entity or cell, and the layout of the distributions, one tensor per choice with a row for every actor.
/// </summary>
/// <param name="plan">The heads and their choices.</param>
/// <param name="actors">The actors.</param>
/// <param name="choices">The number of choices of each head.</param>
/// <param name="device">The device of the actions.</param>
internal sealed class ActionSlots(ActionPlan plan, ActorRows actors, long[] choices, Device device)
{
    private Array[]? _last;

    /// <summary>Converts the tensors of heads to one tensor per choice, and slots to rows.</summary>
    public Tensor[] ToRows(ReadOnlySpan<Tensor> actions)
    {
        if (actions.Length != plan.ActionTensors.Length)
        {
            throw new ArgumentException(
                $"{plan.Policy}: expected the actions of {plan.Heads.Length} heads "
                    + $"({string.Join(", ", plan.ActionTensors.Select(tensor => tensor.Name))}), got {actions.Length}.",
                nameof(actions));
        }

        Tensor?[] rows = new Tensor[plan.Choices.Length];
        try
        {
            for (int i = 0; i < actions.Length; i++)
            {
                Read(plan.ActionTensors[i], actions[i], rows);
            }
        }
        catch
        {
            DisposeExcept(rows, actions);
            throw;
        }

        return rows!;
    }

    /// <summary>Converts one tensor per choice to the tensors of heads, and rows to slots.</summary>
    public Tensor[] ToSlots(Tensor[] rows)
    {
        Tensor[] slots = new Tensor[plan.ActionTensors.Length];
        for (int i = 0; i < slots.Length; i++)
        {
            ActionTensor tensor = plan.ActionTensors[i];
            slots[i] = IsIdentity(tensor.Head) ? rows[plan.ChoicesOf(tensor.Head)[0]]
                : tensor.IsNumbers ? ToSlots(tensor, rows, ScalarType.Float32, float.NaN)
                : ToSlots(tensor, rows, ScalarType.Int64, -1L);
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
    public void SaveLast(Tensor[] rows) => _last = [.. rows.Select((actions, choice) => plan.Choices[choice].Number is null
        ? (Array)HostMemory.Read<long>(actions).ToArray()
        : HostMemory.Read<float>(actions).ToArray())];

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

        return [.. _last.Zip(plan.Choices, (actions, choice) => actions is float[] numbers
            ? tensor(numbers, [actors.Rows], device: device)
            : tensor((long[])actions, IsScalar(choice) ? [actors.Rows] : [actors.Rows, choice.ActionLength], device: device))];
    }

    /// <summary>Whether both layouts are the same: the head makes a single choice for the single agent of each environment.</summary>
    private bool IsIdentity(int head) => actors.IsTheOneAgent && plan.Heads[head].IsSingle;

    private long[] ShapeOf(ActionTensor tensor) =>
        plan.Heads[tensor.Head].HasActionAxis ? [.. actors.Shape, tensor.Length] : [.. actors.Shape];

    private void Read(ActionTensor tensor, Tensor actions, Tensor?[] rows)
    {
        if (tensor.IsNumbers)
        {
            Expect.Numbers(plan.Policy, tensor.Name, actions, ShapeOf(tensor), ScalarType.Float32, device);
        }
        else
        {
            Expect.ActionSize(plan.Policy, tensor.Name, actions, ShapeOf(tensor), device);
        }

        bool isIdentity = IsIdentity(tensor.Head);
        using Tensor? dense = isIdentity || actions.is_contiguous() ? null : actions.contiguous();
        foreach (int i in plan.ChoicesOf(tensor.Head))
        {
            ChoicePlan choice = plan.Choices[i];
            if (choice.Number is not null != tensor.IsNumbers)
            {
                continue;
            }

            rows[i] = isIdentity ? actions
                : tensor.IsNumbers ? ToRows(choice, tensor, HostMemory.Read<float>(dense ?? actions), ScalarType.Float32)
                : ToRows(choice, tensor, HostMemory.Read<long>(dense ?? actions), ScalarType.Int64);
            if (!tensor.IsNumbers)
            {
                Expect.InRange(plan.Policy, tensor.Name, rows[i]!, choice.IsFlags ? 2 : choice.Columns ?? choices[tensor.Head]);
            }
        }
    }

    private Tensor ToSlots<T>(ActionTensor tensor, Tensor[] rows, ScalarType type, T none) where T : unmanaged
    {
        Tensor slots = HostMemory.Create(ShapeOf(tensor), type, out Span<T> all);
        if (!actors.IsTheOneAgent)
        {
            all.Fill(none);
        }

        foreach (int i in plan.ChoicesOf(tensor.Head))
        {
            ChoicePlan choice = plan.Choices[i];
            if (choice.Number is not null != tensor.IsNumbers)
            {
                continue;
            }

            ReadOnlySpan<T> chosen = HostMemory.Read<T>(rows[i]);
            for (int row = 0; row < actors.Rows; row++)
            {
                Span<T> target = all.Slice((SlotOf(row) * tensor.Length) + choice.FirstAction, choice.ActionLength);
                for (int j = 0; j < target.Length; j++)
                {
                    target[j] = chosen[(row * choice.ActionLength) + j];
                }
            }
        }

        return slots.On(device);
    }

    private Tensor ToRows<T>(ChoicePlan choice, ActionTensor tensor, ReadOnlySpan<T> all, ScalarType type) where T : unmanaged
    {
        Tensor rows = HostMemory.Create(
            IsScalar(choice) ? [actors.Rows] : [actors.Rows, choice.ActionLength], type, out Span<T> chosen);
        for (int row = 0; row < actors.Rows; row++)
        {
            ReadOnlySpan<T> source = all.Slice((SlotOf(row) * tensor.Length) + choice.FirstAction, choice.ActionLength);
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
