using System.Buffers;
using static TorchSharp.torch;

namespace Masking;

/// <summary>Rows of one choice, masked and in managed memory, with all that is computed of one of them.</summary>
internal abstract class FusedRows
{
    private readonly bool _isRented;

    /// <summary>Rows to be filled.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="width">The logits of a row.</param>
    /// <param name="isKept">Whether a backward pass may come, which may be after everything else is gone; otherwise <see cref="Release"/> gives the memory back.</param>
    protected FusedRows(int count, int width, bool isKept)
    {
        Count = count;
        Width = width;
        _isRented = !isKept;
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The logits of a row.</summary>
    public int Width { get; }

    /// <summary>The numbers of one action.</summary>
    public abstract int Numbers { get; }

    /// <summary>The rows of a choice.</summary>
    /// <param name="choice">The choice.</param>
    /// <param name="logits">The tensors of logits.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="rows">Those rows; null: all, in order.</param>
    /// <param name="maskRows">For each of them its row of the mask; null: the same.</param>
    /// <param name="isKept">Whether a backward pass may come.</param>
    public static FusedRows Of(FusedChoice choice, ReadOnlySpan<Tensor> logits, int count, int[]? rows, int[]? maskRows, bool isKept) => choice.IsFlags
        ? new BitRows(choice.In(logits), count, rows, maskRows, isKept)
        : new CategoricalRows(choice.In(logits), count, rows, maskRows, isKept);

    /// <summary>Draws one row.</summary>
    /// <param name="index">The row.</param>
    /// <param name="uniforms">In (0, 1), one for each of the <see cref="Numbers"/>.</param>
    /// <param name="action">The action: -1 where nothing is legal; a bit that is masked is 0.</param>
    public abstract void Draw(int index, ReadOnlySpan<double> uniforms, Span<long> action);

    /// <summary>The same rows at another temperature, to be drawn from.</summary>
    public abstract FusedRows At(double temperature);

    /// <summary>The most probable action of one row.</summary>
    public abstract void Greatest(int index, Span<long> action);

    /// <summary>The log-probability of an action of one row.</summary>
    public abstract float LogProb(int index, ReadOnlySpan<long> action);

    /// <summary>The entropy of one row.</summary>
    public abstract float Entropy(int index);

    /// <summary>Adds the gradient of <see cref="LogProb"/> to that of the row's logits; nothing where it is -inf.</summary>
    public abstract void AddLogProbGradient(int index, ReadOnlySpan<long> action, float gradient, Span<float> result);

    /// <summary>Adds the gradient of <see cref="Entropy"/> to that of the row's logits.</summary>
    public abstract void AddEntropyGradient(int index, float entropy, float gradient, Span<float> result);

    /// <summary>Logits and mask that mean the same, as tensors.</summary>
    /// <param name="shape">The shape of the logits; these are all of its rows.</param>
    /// <param name="isMasked">Whether there is a mask.</param>
    public abstract (Tensor Logits, Tensor? Mask) Standing(long[] shape, bool isMasked);

    /// <summary>Gives memory back that no backward pass needs.</summary>
    public abstract void Release();

    protected T[] Take<T>(int length) => _isRented ? ArrayPool<T>.Shared.Rent(length) : GC.AllocateUninitializedArray<T>(length);

    protected void Return<T>(ref T[] array)
    {
        if (_isRented && array.Length > 0)
        {
            ArrayPool<T>.Shared.Return(array);
            array = [];
        }
    }
}
