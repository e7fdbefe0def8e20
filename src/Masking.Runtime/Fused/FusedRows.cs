using Masking.Sampling;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>The rows of one choice in their own memory, and the operations on them.</summary>
/// <param name="count">The number of rows.</param>
/// <param name="stride">The distance from one row to the next.</param>
/// <param name="results">The number of results that are stored for each row.</param>
/// <param name="isKept">Whether a backward pass may follow.</param>
internal abstract class FusedRows(int count, int stride, int results, bool isKept)
{

    /// <summary>The number of rows.</summary>
    public int Count => count;

    /// <summary>The distance from one row to the next: the columns and their padding.</summary>
    public int Stride => stride;

    /// <summary>The rows, followed by their results.</summary>
    public RowMemory Memory { get; } = new(count * (stride + results), isKept);

    /// <summary>Reads and masks rows of a choice.</summary>
    /// <param name="choice">The choice.</param>
    /// <param name="logits">The tensors of logits.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="rows">The index of each row in the batch; null: all rows, in order.</param>
    /// <param name="maskRows">The row of the mask for each row; null: the index of the row.</param>
    /// <param name="isKept">Whether a backward pass may follow.</param>
    public static FusedRows Of(FusedChoice choice, Tensor[] logits, int count, int[]? rows, int[]? maskRows, bool isKept) =>
        choice.Number is not null ? new IntervalRows(choice, logits, count, rows, maskRows, isKept)
        : choice.IsFlags ? new BitRows(choice, logits, count, rows, maskRows, isKept)
        : new CategoricalRows(choice, logits, count, rows, maskRows, isKept);

    /// <summary>Draws every row.</summary>
    /// <param name="uniforms">The random numbers.</param>
    /// <param name="lane">The first of the numbers of this choice.</param>
    /// <param name="rows">The index of each row in the batch; null: its own index.</param>
    /// <param name="actions">Receives the actions: -1, or NaN, in a row without a legal choice; 0 for a masked bit.</param>
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
    public abstract (Tensor Logits, Tensor? Mask) LogitsAndMask(long[] shape, bool isMasked);
}
