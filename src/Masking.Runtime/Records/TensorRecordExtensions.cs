using Masking.CompilerServices;
using Masking.Errors;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Selects, concatenates, copies and moves the tensors of observations and actions. Trainers that are generic over the policy use these
/// methods.
/// </summary>
/// <example>
/// <code><![CDATA[
/// GridPolicy.Observation[] observations = [Observe(), Observe()];                     // from two environments, batch 1 each
/// GridPolicy.Observation batch = observations.Concatenate();                          // Board (2, 9)
/// GridPolicy.Observation copy = batch.Select(tensor([1L, 1L, 0L])).To(CPU).Clone();   // Board (3, 9), environments 1, 1 and 0
/// Console.WriteLine(copy);
///
/// static GridPolicy.Observation Observe() => new() { Board = rand(1, 9), MoveMask = null };
///
/// [MaskedPolicy]
/// public sealed partial class GridPolicy
/// {
///     [Observation(9)]          public partial MlpEncoder Board { get; }
///     [ActionMask(Choices = 4)] public partial Head<int> Move { get; }
/// }
/// ]]></code>
/// </example>
public static class TensorRecordExtensions
{
    /// <summary>Returns a copy of the rows of the given environments.</summary>
    /// <typeparam name="T">The type of the record.</typeparam>
    /// <param name="record">The record, of shape <c>(batch, …)</c>.</param>
    /// <param name="rows">
    /// Environment indices <c>(n)</c> int64, from 0 to batch - 1, on the device of the record. An index may occur several times.
    /// </param>
    /// <returns>A record of shape <c>(n, …)</c>. Masks that are null stay null.</returns>
    /// <exception cref="MaskShapeException"><paramref name="rows"/> is not <c>(n)</c> int64, or a tensor was disposed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside of the batch. Checked for indices on the CPU.</exception>
    public static T Select<T>(this T record, Tensor rows) where T : ITensorRecord<T>
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.IsInvalid || rows.dim() != 1 || rows.dtype != ScalarType.Int64)
        {
            throw new MaskShapeException(TypeText.Of(typeof(T)), nameof(rows), "(n) int64", TensorText.Of(rows), rows.IsInvalid
                ? Expect.DisposedAdvice : "Pass the indices of environments.");
        }

        RequireNotDisposed(record);
        foreach (Tensor? tensor in record.ToTensors())
        {
            RequireInRange(tensor, rows);
        }

        return Map(record, tensor => tensor.index_select(0, rows));
    }

    /// <summary>Moves the tensors to another device. As in TorchSharp, tensors that are already on the device are not copied.</summary>
    /// <typeparam name="T">The type of the record.</typeparam>
    /// <param name="record">The record.</param>
    /// <param name="device">The device.</param>
    /// <exception cref="MaskShapeException">A tensor was disposed.</exception>
    public static T To<T>(this T record, Device device) where T : ITensorRecord<T>
    {
        ArgumentNullException.ThrowIfNull(record);
        return Map(record, tensor => tensor.to(device));
    }

    /// <summary>Copies the tensors. The result shares no memory with the original.</summary>
    /// <typeparam name="T">The type of the record.</typeparam>
    /// <param name="record">The record.</param>
    /// <exception cref="MaskShapeException">A tensor was disposed.</exception>
    public static T Clone<T>(this T record) where T : ITensorRecord<T>
    {
        ArgumentNullException.ThrowIfNull(record);
        return Map(record, tensor => tensor.clone());
    }

    /// <summary>
    /// Concatenates several records along the batch. Entity sets of different sizes are padded to the largest with absent entities: zeros,
    /// false in masks, and -1 or NaN in actions. The result shares no memory with the arguments.
    /// </summary>
    /// <typeparam name="T">The type of the records.</typeparam>
    /// <param name="records">At least one record.</param>
    /// <returns>A record whose batch is the sum of the batches.</returns>
    /// <exception cref="ArgumentException">
    /// The list is empty, or a member is null in some records but not in all, or differs between records in the number of axes, the element
    /// type, the device, the width of a vector, or the size of a map.
    /// </exception>
    /// <exception cref="MaskShapeException">A tensor was disposed, or does not fit the declaration of the policy.</exception>
    public static T Concatenate<T>(this IReadOnlyList<T> records) where T : ITensorRecord<T>
    {
        ArgumentNullException.ThrowIfNull(records);
        if (records.Count == 0)
        {
            throw new ArgumentException("expected at least one record to concatenate, got none.", nameof(records));
        }

        foreach (T record in records)
        {
            RequireNotDisposed(record);
        }

        IReadOnlyList<Tensor?>[] parts = [.. records.Select(record => record.ToTensors())];
        RequireSameMembers<T>(parts, nameof(records));
        Array.ForEach([.. parts], part => T.Contract?.RequireConsistent(part));
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] joined = new Tensor?[parts[0].Count];
        for (int member = 0; member < joined.Length; member++)
        {
            Tensor[] tensors = [.. parts.Select(part => part[member]).OfType<Tensor>()];
            joined[member] = tensors switch
            {
                [] => null,
                [Tensor only] => only.clone(),      // cat of a single tensor may return an alias
                _ => cat(PadToLargest(tensors, PaddingOf<T>(member, tensors[0])), 0),
            };
        }

        scope.MoveToOuter(joined.OfType<Tensor>());
        return T.FromTensors(joined);
    }

    /// <summary>Detaches the tensors from their dispose scope. The caller is then responsible for disposing them.</summary>
    /// <typeparam name="T">The type of the record.</typeparam>
    /// <param name="record">The record.</param>
    /// <returns>The same record.</returns>
    public static T DetachFromDisposeScope<T>(this T record) where T : ITensorRecord<T>
    {
        ArgumentNullException.ThrowIfNull(record);
        foreach (Tensor? tensor in record.ToTensors())
        {
            tensor?.DetachFromDisposeScope();
        }

        return record;
    }

    /// <summary>Moves the tensors to the dispose scope that encloses the current one.</summary>
    /// <typeparam name="T">The type of the record.</typeparam>
    /// <param name="record">The record.</param>
    /// <returns>The same record.</returns>
    public static T MoveToOuterDisposeScope<T>(this T record) where T : ITensorRecord<T>
    {
        ArgumentNullException.ThrowIfNull(record);
        foreach (Tensor? tensor in record.ToTensors())
        {
            tensor?.MoveToOuterDisposeScope();
        }

        return record;
    }

    /// <summary>Disposes the tensors.</summary>
    /// <typeparam name="T">The type of the record.</typeparam>
    /// <param name="record">The record.</param>
    public static void DisposeTensors<T>(this T record) where T : ITensorRecord<T>
    {
        ArgumentNullException.ThrowIfNull(record);
        foreach (Tensor? tensor in record.ToTensors())
        {
            tensor?.Dispose();
        }
    }

    private static T Map<T>(T record, Func<Tensor, Tensor> transform) where T : ITensorRecord<T>
    {
        RequireNotDisposed(record);

        // Tensors are moved out of the scope only after all transformations succeeded, so that a failure leaks nothing.
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] results = [.. record.ToTensors().Select(tensor => tensor is null ? null : transform(tensor))];
        scope.MoveToOuter(results.OfType<Tensor>());
        return T.FromTensors(results);
    }

    /// <exception cref="MaskShapeException">A tensor was disposed. The message names the member.</exception>
    private static void RequireNotDisposed<T>(T record) where T : ITensorRecord<T>
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

    /// <exception cref="ArgumentOutOfRangeException">An index is outside of the tensor's first axis.</exception>
    private static void RequireInRange(Tensor? tensor, Tensor rows)
    {
        if (tensor is null || !rows.is_cpu())
        {
            // On other devices, index_select checks the indices. Reading them here would synchronize with the device.
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
            bool isDense = !T.ChosenNumbers.Contains(member) && T.Contract?.Inputs[member].IsNumbers != true;
            string? wrong = given.Length == 0 ? null : DescribeDifference(given, parts.Length, isDense);
            if (wrong is not null)
            {
                throw new ArgumentException($"{TypeText.Of(typeof(T))}.{RecordText.NameOf<T>(member)} {wrong}", argument);
            }
        }
    }

    /// <summary>Describes why the tensors of one member cannot be concatenated; null if they can.</summary>
    private static string? DescribeDifference(Tensor[] given, int records, bool isDense)
    {
        if (given.Length != records)
        {
            return $"is null in {records - given.Length} of {records} records. Set it in all of them; an action mask may also be null "
                + "in all.";
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

        if (isDense && IsMap(given[0]) && given.Any(tensor => !tensor.shape.AsSpan(1).SequenceEqual(given[0].shape.AsSpan(1))))
        {
            return "holds maps of different sizes. Padding would change the indices of their cells; pad them in the environment, or keep "
                + "them in batches of one size.";
        }

        long[] widths = [.. given.Select(tensor => tensor.dim() < 2 ? 1 : tensor.size(-1)).Distinct()];
        return isDense && given[0].is_floating_point() && widths.Length > 1
            ? $"holds vectors of {string.Join(" and ", widths)} numbers in different records. Only the number of entities may differ."
            : null;
    }

    private static bool IsMap(Tensor tensor) => tensor.dim() == 4 && tensor.is_floating_point();

    /// <summary>The value of absent entities: no action in actions, and 0 or false in other tensors.</summary>
    private static Scalar PaddingOf<T>(int member, Tensor tensor) where T : ITensorRecord<T> =>
        T.ChosenNumbers.Contains(member) ? Scalars.NaN
        : tensor.dtype == ScalarType.Int64 ? Scalars.MinusOne
        : Scalars.Zero;

    private static Tensor[] PadToLargest(Tensor[] tensors, Scalar padding)
    {
        int rank = (int)tensors[0].dim();
        long[] size = [.. Enumerable.Range(0, rank).Select(axis => tensors.Max(tensor => tensor.size(axis)))];
        return [.. tensors.Select(tensor => PadTo(tensor, size, padding))];
    }

    private static Tensor PadTo(Tensor tensor, long[] size, Scalar padding)
    {
        if (Expect.HasSize(tensor, [tensor.size(0), .. size.AsSpan(1)]))
        {
            return tensor;
        }

        Tensor padded = full(
            [tensor.size(0), .. size.AsSpan(1)],
            padding,
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
