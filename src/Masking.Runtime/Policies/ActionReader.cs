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
    public static int? Read(Tensor actions, params ReadOnlySpan<long> place)
    {
        ArgumentNullException.ThrowIfNull(actions);
        if (actions.dtype != ScalarType.Int64 || actions.dim() != place.Length)
        {
            throw new MaskShapeException(nameof(ActionReader), nameof(actions), $"{place.Length} axes of int64", TensorText.Of(actions), "Give one index for each axis of the actions.");
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

        using TorchSharp.DisposeScope scope = NewDisposeScope();
        long action = HostMemory.Read<long>(actions)[(int)offset];
        return action < 0 ? null : (int)action;
    }

    /// <summary>The action at a place where there always is one.</summary>
    /// <inheritdoc cref="Read"/>
    /// <exception cref="InvalidOperationException">There is none, which these actions cannot have from this policy.</exception>
    public static int ReadAction(Tensor actions, params ReadOnlySpan<long> place) =>
        Read(actions, place) ?? throw new InvalidOperationException("expected an action, got -1: these actions do not come from this policy.");
}
