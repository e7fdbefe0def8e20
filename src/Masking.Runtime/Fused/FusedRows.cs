using Masking.Kernels;
using Masking.Sampling;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>Rows of one choice, masked and in memory of their own, with all that is computed of them.</summary>
internal abstract class FusedRows
{
    /// <summary>Takes rows out of logits and mask.</summary>
    /// <param name="choice">The choice.</param>
    /// <param name="logits">The tensors of logits.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="rows">Those rows; null: all, in order.</param>
    /// <param name="maskRows">For each of them its row of the mask; null: the same.</param>
    /// <param name="isKept">Whether a backward pass may come.</param>
    /// <param name="shifts">Whether the greatest logit of each row is subtracted.</param>
    /// <param name="results">Numbers that are computed of each row and kept beside it.</param>
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
        RowChunks.Work(count, Stride, (first, end) =>
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

    /// <summary>The logits of a row.</summary>
    public int Width { get; }

    /// <summary>From one row to the next.</summary>
    public int Stride { get; }

    /// <summary>The rows, and behind them what is computed of each.</summary>
    public RowMemory Memory { get; }

    /// <summary>The numbers of one action.</summary>
    public abstract int Numbers { get; }

    /// <summary>The rows of a choice.</summary>
    /// <inheritdoc cref="FusedRows(FusedChoice, Tensor[], int, int[], int[], bool, bool, int)"/>
    public static FusedRows Of(FusedChoice choice, Tensor[] logits, int count, int[]? rows, int[]? maskRows, bool isKept) => choice.IsFlags
        ? new BitRows(choice, logits, count, rows, maskRows, isKept)
        : new CategoricalRows(choice, logits, count, rows, maskRows, isKept);

    /// <summary>Draws every row.</summary>
    /// <param name="uniforms">The random numbers.</param>
    /// <param name="lane">The first that is this choice's.</param>
    /// <param name="rows">The places of these rows among all; null: the same.</param>
    /// <param name="actions">Takes what is drawn, at the places of the rows: -1 where nothing is legal; a bit that is masked is 0.</param>
    public abstract void Draw(RowUniforms uniforms, int lane, int[]? rows, ActionMemory actions);

    /// <summary>The most probable action of every row.</summary>
    /// <inheritdoc cref="Draw"/>
    public abstract void Greatest(int[]? rows, ActionMemory actions);

    /// <summary>Adds the log-probability of an action of every row.</summary>
    /// <param name="rows">The places of these rows among all; null: the same.</param>
    /// <param name="actions">The actions of all rows.</param>
    /// <param name="sums">One number for each of all rows.</param>
    public abstract void AddLogProbs(int[]? rows, ActionMemory actions, Tensor sums);

    /// <summary>The entropy of every row.</summary>
    public abstract float[] Entropies();

    /// <summary>Adds gradients to those of the logits.</summary>
    /// <param name="rows">The places of these rows among all; null: the same.</param>
    /// <param name="flow">What flows back.</param>
    /// <param name="target">The gradient of the tensor of logits.</param>
    /// <param name="choice">Where in it the logits of this choice lie.</param>
    public abstract void AddGradients(int[]? rows, RowFlow flow, Tensor target, FusedChoice choice);

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

    /// <summary>Rows with their padding, one behind the other.</summary>
    protected Span<float> Logits(int first, int end) => Memory.Span[(first * Stride)..(end * Stride)];

    /// <summary>What is computed of rows.</summary>
    /// <param name="result">Which of the results.</param>
    /// <param name="first">The first row.</param>
    /// <param name="end">Behind the last.</param>
    protected Span<float> Results(int result, int first, int end) =>
        Memory.Span[(Count * Stride)..].Slice((result * Count) + first, end - first);
}
