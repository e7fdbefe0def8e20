using Masking.Choices;
using Masking.CompilerServices;
using Masking.Distributions;
using Masking.Errors;
using Masking.Sampling;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// One categorical distribution per row, over the choices that its mask allows.
/// A masked choice has probability exactly 0, and its logit enters no value and no gradient, whatever it is.
/// </summary>
/// <remarks>
/// <para>Masked logits become -inf before the softmax (Huang and Ontañón 2020, "A Closer Look at Invalid Action Masking in
/// Policy Gradient Algorithms"), so legal logits may be any finite number.</para>
/// <para>A row without a legal choice is "no action": its action is -1, its log-probability and entropy are 0.</para>
/// <para>Logits in half precision are computed in float32. Tensors given are never changed; tensors returned are the caller's.</para>
/// </remarks>
public sealed class MaskedCategorical : IDisposable
{
    private readonly IMaskedChoice _choice;
    private readonly long[] _rowShape;
    private readonly Device _device;
    private bool _isDisposed;

    /// <summary>Masks, then normalises.</summary>
    /// <param name="logits"><c>(…, choices)</c>, floating point.</param>
    /// <param name="mask"><c>(…, choices)</c> bool, true = allowed; null allows everything.</param>
    /// <exception cref="MaskShapeException">The mask's shape, element type or device do not fit the logits.</exception>
    public MaskedCategorical(Tensor logits, Tensor? mask = null)
    {
        Expect.FloatingRows(nameof(MaskedCategorical), nameof(logits), logits, "(…, choices)");
        long[] shape = logits.Size();
        _device = logits.GetDevice();
        Expect.Mask(nameof(MaskedCategorical), nameof(mask), mask, shape, _device);

        _rowShape = shape[..^1];
        Choices = shape[^1];
        _choice = Engine.Choice(logits, mask, captures: true);
    }

    /// <summary>The number of choices.</summary>
    public long Choices { get; }

    /// <summary>The probabilities <c>(…, choices)</c>: exactly 0 where masked.</summary>
    public Tensor Probs => Distribution.Probs();

    private IMaskedChoice Distribution
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _choice.IsReleased ? throw Alive.ScopeEnded(this) : _choice;
        }
    }

    /// <summary>Draws one choice a row, by inverting the cumulative distribution at one uniform number.</summary>
    /// <param name="stream">The random numbers; takes one step of it. Rows are counted over all leading axes.</param>
    /// <param name="temperature">Logits are divided by it: below 1 sharpens, above 1 flattens; masks hold at any.</param>
    /// <returns><c>(…)</c> int64; -1 in rows without a legal choice.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not a positive finite number.</exception>
    public Tensor Sample(RandomStream stream, double temperature = 1)
    {
        IMaskedChoice distribution = Distribution;
        ArgumentNullException.ThrowIfNull(stream);
        return distribution.Sample(new RowUniforms(stream.Next(temperature), (int)_rowShape.AsSpan().Product()), 0);
    }

    /// <summary>The most probable legal choice of each row, ties to the lowest index.</summary>
    /// <returns><c>(…)</c> int64; -1 in rows without a legal choice.</returns>
    public Tensor Mode() => Distribution.Mode();

    /// <summary>The log-probability of one choice a row.</summary>
    /// <param name="actions"><c>(…)</c> int64.</param>
    /// <returns><c>(…)</c>: -inf for a masked choice, and for -1 in a row that has a legal one; 0 for -1 in a row that has none.</returns>
    /// <exception cref="MaskShapeException">The actions' shape, element type or device do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is below -1, or not below <see cref="Choices"/>.</exception>
    public Tensor LogProb(Tensor actions)
    {
        IMaskedChoice distribution = Distribution;
        Expect.Actions(nameof(MaskedCategorical), nameof(actions), actions, _rowShape, Choices, _device);
        return distribution.LogProb(actions);
    }

    /// <summary>The entropy <c>-Σ p log p</c> of each row, over legal choices, in nats.</summary>
    /// <returns><c>(…)</c>.</returns>
    public Tensor Entropy() => Distribution.Entropy();

    /// <summary>The Kullback-Leibler divergence <c>Σ p (log p - log q)</c> of each row, each side under its own mask, in nats.</summary>
    /// <param name="other">q: the distribution to compare with, of the same shape.</param>
    /// <returns>
    /// <c>(…)</c>: +inf where <paramref name="other"/> forbids a choice that is legal here; 0 in rows without a legal choice here.
    /// </returns>
    /// <exception cref="MaskShapeException">The other distribution has other rows or choices.</exception>
    public Tensor KlDivergence(MaskedCategorical other)
    {
        IMaskedChoice distribution = Distribution;
        ArgumentNullException.ThrowIfNull(other);
        IMaskedChoice q = other.Distribution;
        RequireSameShape([.. _rowShape, Choices], [.. other._rowShape, other.Choices]);
        return distribution.KlDivergence(q);
    }

    /// <summary>Releases the tensors of this distribution.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _choice.Dispose();
    }

    /// <summary>The shape of the rows and the number of choices.</summary>
    public override string ToString() =>
        RecordText.Of(nameof(MaskedCategorical), _isDisposed, ("Rows", Expect.Text(_rowShape)), ("Choices", Choices));

    /// <summary>Requires that two distributions have the same rows and choices.</summary>
    /// <param name="shape"><c>(…, choices)</c> of this distribution.</param>
    /// <param name="other"><c>(…, choices)</c> of the other one.</param>
    internal static void RequireSameShape(ReadOnlySpan<long> shape, ReadOnlySpan<long> other)
    {
        if (!shape.SequenceEqual(other))
        {
            throw new MaskShapeException(nameof(MaskedCategorical), nameof(other), Expect.Text(shape), Expect.Text(other),
                "Compare distributions of the same rows and choices.");
        }
    }
}
