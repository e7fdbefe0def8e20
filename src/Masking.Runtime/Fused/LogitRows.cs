using Masking.Kernels;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>The masked rows of a choice with one logit per column.</summary>
internal abstract class LogitRows : FusedRows
{
    /// <summary>Masks rows of the logits.</summary>
    /// <param name="choice">The choice.</param>
    /// <param name="logits">The tensors of logits.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="rows">The index of each row in the batch; null: all rows, in order.</param>
    /// <param name="maskRows">The row of the mask for each row; null: the index of the row.</param>
    /// <param name="isKept">Whether a backward pass may follow.</param>
    /// <param name="shifts">Whether the greatest logit of each row is subtracted.</param>
    /// <param name="results">The number of results that are stored for each row.</param>
    private protected LogitRows(
        FusedChoice choice,
        Tensor[] logits,
        int count,
        int[]? rows,
        int[]? maskRows,
        bool isKept,
        bool shifts,
        int results
    )
        : base(count, Lanes.Padded(choice.Columns), results, isKept)
    {
        Width = choice.Columns;
        RowChunks.ForEach(count, Stride, (first, end) =>
        {
            if (shifts)
            {
                MaskedRows.Shift(choice.In(logits), rows, maskRows, first, Logits(first, end));
            }
            else
            {
                MaskedRows.Copy(choice.In(logits), rows, maskRows, first, Logits(first, end));
            }
        });
    }

    /// <summary>The number of logits of a row.</summary>
    protected int Width { get; }

    public override (Tensor Logits, Tensor? Mask) LogitsAndMask(long[] shape, bool isMasked)
    {
        Tensor logits = HostMemory.Create(shape, ScalarType.Float32, out Span<float> numbers);
        for (int i = 0; i < Count; i++)
        {
            Logits(i, i + 1)[..Width].CopyTo(numbers[(i * Width)..]);
        }

        return (logits, isMasked ? logits.ne(Scalars.NegativeInfinity) : null);
    }

    /// <summary>The logits of rows, with their padding.</summary>
    protected Span<float> Logits(int first, int end) => Memory.Span[(first * Stride)..(end * Stride)];

    /// <summary>One result of each row.</summary>
    /// <param name="result">The index of the result.</param>
    /// <param name="first">The first row.</param>
    /// <param name="end">The row after the last one.</param>
    protected Span<float> Results(int result, int first, int end) =>
        Memory.Span[(Count * Stride)..].Slice((result * Count) + first, end - first);
}
