using Masking.Choices;
using Masking.Kernels;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>
/// One of the choices of <see cref="FusedChoices"/>: where its logits and flags lie, and on which earlier choice it depends.
/// </summary>
/// <param name="Source">Which of the tensors of logits.</param>
/// <param name="First">Its first column there.</param>
/// <param name="Columns">The number of its columns.</param>
internal sealed record FusedChoice(int Source, int First, int Columns)
{
    /// <summary>Whether the columns are independent bits.</summary>
    public bool IsFlags { get; init; }

    /// <summary>When this choice is made at all; null: always.</summary>
    public Gate? Gate { get; init; }

    /// <summary>
    /// The earlier choice that selects the row of the mask, and without which this one is not made; null: the mask has one row.
    /// </summary>
    public int? Table { get; init; }

    /// <summary>
    /// <c>(rows, columns)</c> or <c>(rows, choices of the parent, columns)</c>, bool on the CPU, contiguous; null: everything is legal.
    /// </summary>
    public Tensor? Mask { get; init; }

    /// <summary>The first of its columns in the mask.</summary>
    public int FirstFlag { get; init; }

    /// <summary>The one earlier choice that it depends on; null: none.</summary>
    public int? Parent => Gate?.Parent ?? Table;

    /// <summary>
    /// How many rows the mask has for each row of the logits, one for each choice of the parent; null: it has no such axis.
    /// </summary>
    public int? RowsOfMask { get; init; }

    /// <summary>The logits and flags, in the memory of the tensors.</summary>
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
