using Masking.CompilerServices;
using static TorchSharp.torch;

namespace Masking;

/// <summary>A record of tensors whose first axis is the batch: a generated <c>Observation</c> or <c>Actions</c>.</summary>
/// <typeparam name="TSelf">The record.</typeparam>
public interface ITensorRecord<TSelf> where TSelf : ITensorRecord<TSelf>
{
    /// <summary>
    /// The names of the members in the order of <see cref="ToTensors"/>, for errors; those of a memory as <c>Memory.Hidden</c>. Empty where
    /// they are numbered.
    /// </summary>
    static virtual IReadOnlyList<string> MemberNames => [];

    /// <summary>What the tensors must be; null where nothing is declared of them.</summary>
    static virtual InputContract? Contract => null;

    /// <summary>The tensors in the order of their declaration; null where a mask was left out.</summary>
    IReadOnlyList<Tensor?> ToTensors();

    /// <summary>The record of given tensors, in the order of <see cref="ToTensors"/>.</summary>
    /// <param name="tensors">As many as <see cref="ToTensors"/> gives.</param>
    static abstract TSelf FromTensors(IReadOnlyList<Tensor?> tensors);
}
