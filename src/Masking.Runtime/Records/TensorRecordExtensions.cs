using Masking.CompilerServices;
using Masking.Errors;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>What a trainer does with observations and actions, whatever their members are.</summary>
public static class TensorRecordExtensions
{
    /// <summary>The environments of given indices.</summary>
    /// <param name="record">The record.</param>
    /// <param name="rows"><c>(n)</c> int64, each from 0 to the batch - 1.</param>
    /// <exception cref="MaskShapeException">The rows are not <c>(n)</c> int64, or a tensor was disposed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A row lies outside of the batch.</exception>
    public static T Select<T>(this T record, Tensor rows) where T : ITensorRecord<T>
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.IsInvalid || rows.dim() != 1 || rows.dtype != ScalarType.Int64)
        {
            throw new MaskShapeException(TypeText.Of(typeof(T)), nameof(rows), "(n) int64", TensorText.Of(rows), rows.IsInvalid
                ? Expect.DisposedAdvice : "Give the indices of environments.");
        }

        RequireAlive(record);
        foreach (Tensor? tensor in record.ToTensors())
        {
            RequireWithin(tensor, rows);
        }

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
    /// <exception cref="ArgumentException">
    /// There are none, or a member is null in some of them and given in others, or has different axes, element types or devices, vectors
    /// of different widths, or maps of different sizes.
    /// </exception>
    /// <exception cref="MaskShapeException">A tensor was disposed.</exception>
    public static T Concatenate<T>(this IReadOnlyList<T> records) where T : ITensorRecord<T>
    {
        ArgumentNullException.ThrowIfNull(records);
        if (records.Count == 0)
        {
            throw new ArgumentException("expected at least one record to concatenate, got none.", nameof(records));
        }

        foreach (T record in records)
        {
            RequireAlive(record);
        }

        IReadOnlyList<Tensor?>[] parts = [.. records.Select(record => record.ToTensors())];
        RequireSameMembers<T>(parts, nameof(records));
        Array.ForEach([.. parts], part => T.Contract?.RequireOneRecord(part));
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
        RequireAlive(record);

        // Nothing leaves the scope before everything is made, so that nothing is left over when one tensor cannot be changed.
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] changed = [.. record.ToTensors().Select(tensor => tensor is null ? null : change(tensor))];
        scope.MoveToOuter(changed.OfType<Tensor>());
        return T.FromTensors(changed);
    }

    /// <exception cref="MaskShapeException">A tensor was disposed; its member is named.</exception>
    private static void RequireAlive<T>(T record) where T : ITensorRecord<T>
    {
        ArgumentNullException.ThrowIfNull(record);
        IReadOnlyList<Tensor?> tensors = record.ToTensors();
        for (int member = 0; member < tensors.Count; member++)
        {
            if (tensors[member] is { } tensor)
            {
                Expect.Alive(TypeText.Of(typeof(T)), RecordText.NameOf<T>(member), tensor);
            }
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">A row lies outside of a tensor's first axis.</exception>
    private static void RequireWithin(Tensor? tensor, Tensor rows)
    {
        if (tensor is null || !rows.is_cpu())
        {
            // Other devices check it themselves, and reading the rows would wait for them.
            return;
        }

        using DisposeScope scope = NewDisposeScope();
        long batch = tensor.dim() == 0 ? 0 : tensor.size(0);
        foreach (long row in HostMemory.Read<long>(rows))
        {
            if (row < 0 || row >= batch)
            {
                throw new ArgumentOutOfRangeException(nameof(rows), row, $"expected rows from 0 to {batch - 1}.");
            }
        }
    }

    private static void RequireSameMembers<T>(IReadOnlyList<Tensor?>[] parts, string argument) where T : ITensorRecord<T>
    {
        for (int member = 0; member < parts[0].Count; member++)
        {
            Tensor[] given = [.. parts.Select(part => part[member]).OfType<Tensor>()];
            string? wrong = given.Length == 0 ? null : Difference(given, parts.Length);
            if (wrong is not null)
            {
                throw new ArgumentException($"{TypeText.Of(typeof(T))}.{RecordText.NameOf<T>(member)} {wrong}", argument);
            }
        }
    }

    /// <summary>In what the tensors of one member differ that must be the same; null: in nothing.</summary>
    private static string? Difference(Tensor[] given, int records)
    {
        if (given.Length != records)
        {
            return $"is null in {records - given.Length} of {records} records. Give it in all of them; an action mask may also be null in all.";
        }

        long[] ranks = [.. given.Select(tensor => tensor.dim()).Distinct()];
        if (ranks.Length > 1)
        {
            return $"has {string.Join(" and ", ranks)} axes in different records.";
        }

        string[] kinds = [.. given.Select(tensor => TensorText.NameOf(tensor.dtype)
            + (tensor.is_cpu() ? "" : $" on {tensor.device}")).Distinct()];
        if (kinds.Length > 1)
        {
            return $"is {string.Join(" and ", kinds)} in different records. Convert them to one element type and device.";
        }

        if (IsMap(given[0]) && given.Any(tensor => !tensor.shape.AsSpan(1).SequenceEqual(given[0].shape.AsSpan(1))))
        {
            return "holds maps of different sizes. Padding would give their cells other numbers; pad them in the environment, or keep "
                + "them in batches of one size.";
        }

        long[] widths = [.. given.Select(tensor => tensor.dim() < 2 ? 1 : tensor.size(-1)).Distinct()];
        return given[0].is_floating_point() && widths.Length > 1
            ? $"holds vectors of {string.Join(" and ", widths)} numbers in different records. Only numbers of entities may differ."
            : null;
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

        Tensor padded = full(
            [tensor.size(0), .. size.AsSpan(1)],
            tensor.dtype == ScalarType.Int64 ? Scalars.MinusOne : Scalars.Zero,
            tensor.dtype,
            tensor.device
        );
        Tensor inner = padded;
        for (int axis = 1; axis < size.Length; axis++)
        {
            inner = inner.narrow(axis, 0, tensor.size(axis));
        }

        inner.copy_(tensor);
        return padded;
    }
}
