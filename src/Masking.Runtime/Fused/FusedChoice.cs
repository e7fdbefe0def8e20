using Masking.Choices;
using Masking.Kernels;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>
/// Describes one of the choices of <see cref="FusedChoices"/>: its columns of the logits and of the mask, and its parent.
/// </summary>
/// <param name="Source">The index of the tensor of logits.</param>
/// <param name="First">The first column in that tensor.</param>
/// <param name="Columns">The number of columns.</param>
internal sealed record FusedChoice(int Source, int First, int Columns)
{
    /// <summary>Whether the columns are independent bits.</summary>
    public bool IsFlags { get; init; }

    /// <summary>What the columns of a number mean; null for other choices.</summary>
    public NumberForm? Number { get; init; }

    /// <summary>The condition under which the choice is active; null: it always is.</summary>
    public Gate? Gate { get; init; }

    /// <summary>
    /// The parent whose choice selects the row of the mask. The choice is active only where the parent is. Null: the mask has one row.
    /// </summary>
    public int? Table { get; init; }

    /// <summary>
    /// <c>(rows, columns)</c> or <c>(rows, choices of the parent, columns)</c>, bool on the CPU, contiguous; null allows
    /// every choice. For numbers, float32: the low and the high end of each interval along the last axis.
    /// </summary>
    public Tensor? Mask { get; init; }

    /// <summary>The first column in the mask.</summary>
    public int FirstFlag { get; init; }

    /// <summary>The earlier choice that the choice depends on; null for a root choice.</summary>
    public int? Parent => Gate?.Parent ?? Table;

    /// <summary>
    /// The number of mask rows for each row of the logits, one for each choice of the parent; null: the mask has no such axis.
    /// </summary>
    public int? RowsOfMask { get; init; }

    /// <summary>The logits and the mask of the choice, in the memory of the tensors.</summary>
    /// <param name="logits">The tensors of logits, contiguous.</param>
    public MaskedLogits In(ReadOnlySpan<Tensor> logits) => new()
    {
        Logits = HostMemory.Read<float>(logits[Source]),
        Stride = (int)logits[Source].size(-1),
        First = First,
        Width = Columns,
        Mask = Mask is null ? default : HostMemory.Read<bool>(Mask),
        MaskStride = Mask is null ? 0 : (int)Mask.size(-1),
        FirstFlag = FirstFlag,
    };
}
