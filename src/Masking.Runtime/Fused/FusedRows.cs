using Masking.Kernels;
using Masking.Sampling;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>The masked rows of one choice in their own memory, and the operations on them.</summary>
internal abstract class FusedRows
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
    private protected FusedRows(
        FusedChoice choice,
        Tensor[] logits,
        int count,
        int[]? rows,
        int[]? maskRows,
        bool isKept,
        bool shifts,
        int results
    )
    {
        Count = count;
        Width = choice.Columns;
        Stride = Lanes.Padded(Width);
        Memory = new RowMemory(count * (Stride + results), isKept);
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

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The number of logits of a row.</summary>
    public int Width { get; }

    /// <summary>The distance from one row to the next: the logits and their padding.</summary>
    public int Stride { get; }

    /// <summary>The rows, followed by their results.</summary>
    public RowMemory Memory { get; }

    /// <summary>Masks rows of a choice.</summary>
    /// <inheritdoc cref="FusedRows(FusedChoice, Tensor[], int, int[], int[], bool, bool, int)"/>
    public static FusedRows Of(FusedChoice choice, Tensor[] logits, int count, int[]? rows, int[]? maskRows, bool isKept) => choice.IsFlags
        ? new BitRows(choice, logits, count, rows, maskRows, isKept)
        : new CategoricalRows(choice, logits, count, rows, maskRows, isKept);

    /// <summary>Draws every row.</summary>
    /// <param name="uniforms">The random numbers.</param>
    /// <param name="lane">The first of the numbers of this choice.</param>
    /// <param name="rows">The index of each row in the batch; null: its own index.</param>
    /// <param name="actions">Receives the actions: -1 in a row without a legal choice; 0 for a masked bit.</param>
    public abstract void Draw(RowUniforms uniforms, int lane, int[]? rows, ActionMemory actions);

    /// <summary>The most probable legal action of every row.</summary>
    /// <inheritdoc cref="Draw"/>
    public abstract void Mode(int[]? rows, ActionMemory actions);

    /// <summary>Adds the log-probability of the action of every row.</summary>
    /// <param name="rows">The index of each row in the batch; null: its own index.</param>
    /// <param name="actions">The actions of all rows of the batch.</param>
    /// <param name="sums">One number for each row of the batch.</param>
    public abstract void AddLogProbs(int[]? rows, ActionMemory actions, Tensor sums);

    /// <summary>The entropy of every row.</summary>
    public abstract float[] Entropies();

    /// <summary>Adds the gradients of the logits.</summary>
    /// <param name="rows">The index of each row in the batch; null: its own index.</param>
    /// <param name="upstream">The upstream gradients.</param>
    /// <param name="target">The gradient of the tensor of logits.</param>
    /// <param name="choice">The columns of this choice.</param>
    public abstract void AddGradients(int[]? rows, UpstreamGradients upstream, Tensor target, FusedChoice choice);

    /// <summary>The rows as a tensor of logits, and a mask of what is legal.</summary>
    /// <param name="shape">The shape of the logits; these are all of its rows.</param>
    /// <param name="isMasked">Whether there is a mask.</param>
    public (Tensor Logits, Tensor? Mask) LogitsAndMask(long[] shape, bool isMasked)
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
