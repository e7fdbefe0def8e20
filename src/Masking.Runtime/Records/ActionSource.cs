using System.ComponentModel;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.CompilerServices;

/// <summary>What an <see cref="ActionReader"/> reads actions from: a tensor, or an array in host memory.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ActionSource
{
    private readonly Tensor? _tensor;
    private readonly HostArray? _array;

    private ActionSource(Tensor? tensor, HostArray? array) => (_tensor, _array) = (tensor, array);

    /// <summary>Reads from a tensor.</summary>
    public static implicit operator ActionSource(Tensor tensor) => new(tensor, array: null);

    /// <summary>Reads from an array.</summary>
    public static implicit operator ActionSource(HostArray array) => new(tensor: null, array);

    /// <summary>Why an action may be missing, for error messages.</summary>
    internal string ReasonForNone => _array is null
        ? "the actions come from another source"
        : "nothing was chosen since the player was created or the environment was cleared";

    /// <summary>Reads the elements of one action.</summary>
    /// <typeparam name="T">long for indices of choices, float for numbers.</typeparam>
    /// <param name="policy">The policy's name, for error messages.</param>
    /// <param name="member">The member's name, for error messages.</param>
    /// <param name="width">The size of the last axis; null if an action is a single number without an axis of its own.</param>
    /// <param name="place">The index on each of the other axes.</param>
    internal ReadOnlySpan<T> Read<T>(string policy, string member, int? width, ReadOnlySpan<long> place) where T : unmanaged
    {
        if (_array is not null)
        {
            return ((HostArray<T>)_array).Row(place);
        }

        ArgumentNullException.ThrowIfNull(_tensor, "actions");
        return ReadTensor<T>(policy, member, _tensor, width, place);
    }

    private static T[] ReadTensor<T>(string policy, string member, Tensor actions, int? width, ReadOnlySpan<long> place) where T : unmanaged
    {
        ScalarType type = typeof(T) == typeof(float) ? ScalarType.Float32 : ScalarType.Int64;
        int rowAxes = width is null ? 0 : 1;
        if (actions.IsInvalid || actions.dtype != type || actions.dim() != place.Length + rowAxes
            || (width is { } numbers && actions.size(-1) != numbers))
        {
            throw new MaskShapeException(policy, member,
                $"{place.Length + rowAxes} axes of {TensorText.NameOf(type)}{(width is null ? "" : $", the last of size {width}")}",
                TensorText.Of(actions),
                "Pass one index for each axis of the actors, and the actions that the policy returned.");
        }

        long offset = 0;
        for (int axis = 0; axis < place.Length; axis++)
        {
            long size = actions.size(axis);
            if (place[axis] < 0 || place[axis] >= size)
            {
                throw new ArgumentOutOfRangeException(nameof(place), place[axis],
                    $"{policy}.{member}: expected an index from 0 to {size - 1} on axis {axis} of {TensorText.Of(actions)}.");
            }

            offset = (offset * size) + place[axis];
        }

        int length = width ?? 1;
        using DisposeScope scope = NewDisposeScope();
        return HostMemory.Read<T>(actions).Slice((int)offset * length, length).ToArray();
    }
}
