using Masking.Choices;
using Masking.CompilerServices;
using Masking.Distributions;
using Masking.Errors;
using Masking.Sampling;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking;

/// <summary>Independent bits, each of which a mask may forbid: a masked bit is always 0 and counts nothing.</summary>
/// <remarks>
/// The probability of a bit is <c>sigmoid(logit)</c>. A masked logit enters no value and no gradient, whatever it is. Tensors given are
/// never changed; tensors returned are the caller's.
/// </remarks>
public sealed class MaskedFlags : IDisposable
{
    private readonly IMaskedChoice _flags;
    private readonly long[] _shape;
    private readonly Device _device;
    private bool _isDisposed;

    /// <summary>Masks every bit.</summary>
    /// <param name="logits"><c>(…, bits)</c>, floating point.</param>
    /// <param name="mask"><c>(…, bits)</c> bool, true = the bit may be 1; null allows everything.</param>
    /// <exception cref="MaskShapeException">The mask's shape, element type or device do not fit the logits.</exception>
    public MaskedFlags(Tensor logits, Tensor? mask = null)
    {
        Expect.FloatingRows(nameof(MaskedFlags), nameof(logits), logits, "(…, bits)");
        _shape = logits.Size();
        _device = logits.GetDevice();
        Expect.Mask(nameof(MaskedFlags), nameof(mask), mask, _shape, _device);
        _flags = Engine.Choice(logits, mask, isFlags: true, captures: true);
    }

    /// <summary>The number of bits.</summary>
    public long Bits => _shape[^1];

    /// <summary>The probability of each bit <c>(…, bits)</c>: exactly 0 where masked.</summary>
    public Tensor Probs => Distribution.Probs();

    private IMaskedChoice Distribution
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _flags.IsReleased ? throw Alive.ScopeEnded(this) : _flags;
        }
    }

    /// <summary>Draws every bit.</summary>
    /// <param name="stream">The random numbers; takes one step of it. Rows are counted over all leading axes.</param>
    /// <param name="temperature">Logits are divided by it: below 1 sharpens, above 1 flattens; masks hold at any.</param>
    /// <returns><c>(…, bits)</c> int64, 0 or 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not a positive finite number.</exception>
    public Tensor Sample(RandomStream stream, double temperature = 1)
    {
        IMaskedChoice distribution = Distribution;
        ArgumentNullException.ThrowIfNull(stream);
        return distribution.Sample(new RowUniforms(stream.Next(temperature), (int)_shape.AsSpan(..^1).Product()), 0);
    }

    /// <summary>The more probable value of each bit; 0 where both are equally probable.</summary>
    /// <returns><c>(…, bits)</c> int64, 0 or 1.</returns>
    public Tensor Mode() => Distribution.Mode();

    /// <summary>The joint log-probability of the bits of each row.</summary>
    /// <param name="actions"><c>(…, bits)</c> int64, 0 or 1.</param>
    /// <returns>
    /// <c>(…)</c>; -inf where a masked bit is 1, or where a bit is -1, no action: a row of bits always acts, if only by zeros.
    /// </returns>
    /// <exception cref="MaskShapeException">The actions' shape, element type or device do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A bit is neither 0 nor 1, nor -1.</exception>
    public Tensor LogProb(Tensor actions)
    {
        IMaskedChoice distribution = Distribution;
        Expect.Actions(nameof(MaskedFlags), nameof(actions), actions, _shape, choices: 2, _device);
        return distribution.LogProb(actions);
    }

    /// <summary>The entropy of each row: the sum over its legal bits, in nats.</summary>
    /// <returns><c>(…)</c>.</returns>
    public Tensor Entropy() => Distribution.Entropy();

    /// <summary>The Kullback-Leibler divergence of each row: the sum over its bits, each side under its own mask, in nats.</summary>
    /// <param name="other">q: a distribution of the same rows and bits.</param>
    /// <returns><c>(…)</c>; +inf where <paramref name="other"/> forbids a bit that is legal here.</returns>
    /// <exception cref="MaskShapeException">The other distribution has other rows or bits.</exception>
    public Tensor KlDivergence(MaskedFlags other)
    {
        IMaskedChoice distribution = Distribution;
        ArgumentNullException.ThrowIfNull(other);
        IMaskedChoice q = other.Distribution;
        if (!_shape.AsSpan().SequenceEqual(other._shape))
        {
            throw new MaskShapeException(
                nameof(MaskedFlags),
                nameof(other),
                Expect.Text(_shape),
                Expect.Text(other._shape),
                "Compare distributions of the same rows and bits."
            );
        }

        return distribution.KlDivergence(q);
    }

    /// <summary>Releases the tensors of this distribution.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _flags.Dispose();
    }

    /// <summary>The shape of the rows and the number of bits.</summary>
    public override string ToString() =>
        RecordText.Of(nameof(MaskedFlags), _isDisposed, ("Rows", Expect.Text(_shape.AsSpan(..^1))), ("Bits", Bits));
}
