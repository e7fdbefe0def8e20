using Masking.CompilerServices;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// A record of tensors whose first axis is the batch. The generated types <c>Observation</c>, <c>Actions</c> and <c>Memory</c> implement
/// the interface.
/// </summary>
/// <typeparam name="TSelf">The type that implements the interface.</typeparam>
public interface ITensorRecord<TSelf> where TSelf : ITensorRecord<TSelf>
{
    /// <summary>
    /// The names of the tensors in the order of <see cref="ToTensors"/>, for error messages. The names of memory tensors start with the
    /// member, as in <c>Memory.Hidden</c>. If the list is empty, messages state the index of a tensor instead.
    /// </summary>
    static virtual IReadOnlyList<string> MemberNames => [];

    /// <summary>The required shape and element type of each tensor; null if the type declares none.</summary>
    static virtual InputContract? Contract => null;

    /// <summary>
    /// The indices of the tensors that hold numbers chosen from intervals. <see cref="TensorRecordExtensions.Concatenate"/> pads them with
    /// NaN, no action.
    /// </summary>
    static virtual IReadOnlyList<int> ChosenNumbers => [];

    /// <summary>Returns the tensors in the order of their declaration, with null for an omitted mask. They are not copied.</summary>
    IReadOnlyList<Tensor?> ToTensors();

    /// <summary>Creates a record of the given tensors. They are not copied.</summary>
    /// <param name="tensors">One tensor for each member, in the order of <see cref="ToTensors"/>.</param>
    static abstract TSelf FromTensors(IReadOnlyList<Tensor?> tensors);
}
