using static TorchSharp.torch;

namespace Masking;

/// <summary>Reads single actions, for the typed members of a generated <c>Actions</c>.</summary>
public static class ActionReader
{
    /// <summary>The action at a place.</summary>
    /// <param name="actions">int64, of any shape.</param>
    /// <param name="place">One index an axis.</param>
    /// <returns>The index of the choice; null for no action (-1).</returns>
    /// <exception cref="MaskShapeException">The actions are not int64, or have not one axis per index.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The place lies outside of the tensor.</exception>
    public static int? Read(Tensor actions, params ReadOnlySpan<long> place) => Row(actions, place, rowAxes: 0) is [int action and >= 0] ? action : null;

    /// <summary>The action at a place where there always is one.</summary>
    /// <inheritdoc cref="Read"/>
    /// <exception cref="InvalidOperationException">There is none, which these actions cannot have from this policy.</exception>
    public static int ReadAction(Tensor actions, params ReadOnlySpan<long> place) =>
        Read(actions, place) ?? throw new InvalidOperationException("expected an action, got -1: these actions do not come from this policy.");

    /// <summary>The components or bits of the action at a place.</summary>
    /// <param name="actions">int64, of any shape; its last axis are the components or bits.</param>
    /// <param name="place">One index for each axis but the last.</param>
    /// <returns>The index of each component's choice, or -1 where none was chosen; the bits as 0 and 1.</returns>
    /// <exception cref="MaskShapeException">The actions are not int64, or have not one axis more than there are indices.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The place lies outside of the tensor.</exception>
    public static int[] ReadRow(Tensor actions, params ReadOnlySpan<long> place) => Row(actions, place, rowAxes: 1);

    /// <summary>The components or bits of the action at a place; null for no action: -1 in all of them.</summary>
    /// <inheritdoc cref="ReadRow"/>
    public static int[]? ReadRowOrNone(Tensor actions, params ReadOnlySpan<long> place)
    {
        int[] row = Row(actions, place, rowAxes: 1);
        return row.AsSpan().ContainsAnyExcept(-1) ? row : null;
    }

    /// <summary>What was picked at a place, in the order of the picks, without the padding.</summary>
    /// <inheritdoc cref="ReadRow"/>
    public static int[] ReadPicks(Tensor actions, params ReadOnlySpan<long> place)
    {
        int[] row = Row(actions, place, rowAxes: 1);
        int end = row.AsSpan().IndexOf(-1);
        return end < 0 ? row : row[..end];
    }

    private static int[] Row(Tensor actions, ReadOnlySpan<long> place, int rowAxes)
    {
        ArgumentNullException.ThrowIfNull(actions);
        if (actions.dtype != ScalarType.Int64 || actions.dim() != place.Length + rowAxes)
        {
            throw new MaskShapeException(nameof(ActionReader), nameof(actions), $"{place.Length + rowAxes} axes of int64", TensorText.Of(actions), "Give one index for each axis of the actors.");
        }

        long offset = 0;
        for (int axis = 0; axis < place.Length; axis++)
        {
            long size = actions.size(axis);
            if (place[axis] < 0 || place[axis] >= size)
            {
                throw new ArgumentOutOfRangeException(nameof(place), place[axis], $"expected an index from 0 to {size - 1} on axis {axis} of {TensorText.Of(actions)}.");
            }

            offset = (offset * size) + place[axis];
        }

        int width = rowAxes == 0 ? 1 : (int)actions.size(-1);
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        ReadOnlySpan<long> row = HostMemory.Read<long>(actions).Slice((int)offset * width, width);
        int[] chosen = new int[width];
        for (int i = 0; i < width; i++)
        {
            chosen[i] = (int)row[i];
        }

        return chosen;
    }
}
