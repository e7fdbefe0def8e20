using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>What a trainer does with observations and actions, whatever their members are.</summary>
public static class TensorRecordExtensions
{
    /// <summary>The environments of given indices.</summary>
    /// <param name="record">The record.</param>
    /// <param name="rows"><c>(n)</c> int64.</param>
    public static T Select<T>(this T record, Tensor rows) where T : ITensorRecord<T>
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(rows);
        return Map(record, tensor => tensor.index_select(0, rows));
    }

    /// <summary>The same on another device.</summary>
    public static T To<T>(this T record, Device device) where T : ITensorRecord<T>
    {
        ArgumentNullException.ThrowIfNull(record);
        return Map(record, tensor => tensor.to(device));
    }

    /// <summary>A copy with memory of its own.</summary>
    public static T Clone<T>(this T record) where T : ITensorRecord<T>
    {
        ArgumentNullException.ThrowIfNull(record);
        return Map(record, tensor => tensor.clone());
    }

    /// <summary>
    /// Several batches one after the other. Sets of different sizes are padded to the greatest: with zeros, with false in masks
    /// and with -1 in actions, so that what is added is absent. The result has memory of its own.
    /// </summary>
    /// <param name="records">At least one.</param>
    /// <exception cref="ArgumentException">There are none, or a mask is null in some of them and given in others, or the records have different axes or maps of different sizes.</exception>
    public static T Concatenate<T>(this IReadOnlyList<T> records) where T : ITensorRecord<T>
    {
        ArgumentNullException.ThrowIfNull(records);
        if (records.Count == 0)
        {
            throw new ArgumentException("expected at least one record to concatenate, got none.", nameof(records));
        }

        IReadOnlyList<Tensor?>[] parts = [.. records.Select(record => record.ToTensors())];
        RequireSameMembers<T>(parts, nameof(records));
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] joined = new Tensor?[parts[0].Count];
        for (int member = 0; member < joined.Length; member++)
        {
            Tensor[] tensors = [.. parts.Select(part => part[member]).OfType<Tensor>()];
            joined[member] = tensors switch
            {
                [] => null,
                [Tensor only] => only.clone(),      // cat would share its memory
                _ => cat(PaddedAlike(tensors), 0),
            };
        }

        scope.MoveToOuter(joined.OfType<Tensor>());
        return T.FromTensors(joined);
    }

    /// <summary>Takes the tensors out of all dispose scopes; whoever holds the record then disposes them.</summary>
    public static T DetachFromDisposeScope<T>(this T record) where T : ITensorRecord<T>
    {
        ArgumentNullException.ThrowIfNull(record);
        foreach (Tensor? tensor in record.ToTensors())
        {
            tensor?.DetachFromDisposeScope();
        }

        return record;
    }

    /// <summary>Gives the tensors to the dispose scope around the current one.</summary>
    public static T MoveToOuterDisposeScope<T>(this T record) where T : ITensorRecord<T>
    {
        ArgumentNullException.ThrowIfNull(record);
        foreach (Tensor? tensor in record.ToTensors())
        {
            tensor?.MoveToOuterDisposeScope();
        }

        return record;
    }

    /// <summary>Releases the tensors.</summary>
    public static void DisposeTensors<T>(this T record) where T : ITensorRecord<T>
    {
        ArgumentNullException.ThrowIfNull(record);
        foreach (Tensor? tensor in record.ToTensors())
        {
            tensor?.Dispose();
        }
    }

    private static T Map<T>(T record, Func<Tensor, Tensor> change) where T : ITensorRecord<T>
    {
        // Nothing leaves the scope before everything is made, so that nothing is left over when one tensor cannot be changed.
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] changed = [.. record.ToTensors().Select(tensor => tensor is null ? null : change(tensor))];
        scope.MoveToOuter(changed.OfType<Tensor>());
        return T.FromTensors(changed);
    }

    private static void RequireSameMembers<T>(IReadOnlyList<Tensor?>[] parts, string argument)
    {
        for (int member = 0; member < parts[0].Count; member++)
        {
            int missing = parts.Count(part => part[member] is null);
            if (missing != 0 && missing != parts.Length)
            {
                throw new ArgumentException($"{typeof(T).Name}: member {member} is null in {missing} of {parts.Length} records. Give a mask in all of them or in none.", argument);
            }

            long[] ranks = [.. parts.Select(part => part[member]?.dim() ?? 0).Distinct()];
            if (ranks.Length > 1)
            {
                throw new ArgumentException($"{typeof(T).Name}: member {member} has {string.Join(" and ", ranks)} axes in different records.", argument);
            }

            if (parts[0][member] is { } first && IsMap(first) && parts.Any(part => !part[member]!.shape.AsSpan(2).SequenceEqual(first.shape.AsSpan(2))))
            {
                throw new ArgumentException($"{typeof(T).Name}: member {member} holds maps of different sizes. Padding would give their cells other numbers; "
                    + "pad them in the environment, or keep them in batches of one size.", argument);
            }
        }
    }

    private static bool IsMap(Tensor tensor) => tensor.dim() == 4 && tensor.is_floating_point();

    private static Tensor[] PaddedAlike(Tensor[] tensors)
    {
        int rank = (int)tensors[0].dim();
        long[] size = [.. Enumerable.Range(0, rank).Select(axis => tensors.Max(tensor => tensor.size(axis)))];
        return [.. tensors.Select(tensor => Padded(tensor, size))];
    }

    private static Tensor Padded(Tensor tensor, long[] size)
    {
        if (Expect.HasSize(tensor, [tensor.size(0), .. size.AsSpan(1)]))
        {
            return tensor;
        }

        Tensor padded = full([tensor.size(0), .. size.AsSpan(1)], tensor.dtype == ScalarType.Int64 ? Scalars.MinusOne : Scalars.Zero, tensor.dtype, tensor.device);
        Tensor inner = padded;
        for (int axis = 1; axis < size.Length; axis++)
        {
            inner = inner.narrow(axis, 0, tensor.size(axis));
        }

        inner.copy_(tensor);
        return padded;
    }
}
