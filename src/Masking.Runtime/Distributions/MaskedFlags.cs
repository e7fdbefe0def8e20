using Masking.Choices;
using Masking.CompilerServices;
using Masking.Distributions;
using Masking.Errors;
using Masking.Sampling;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// A Bernoulli distribution for each bit of a row. The bits are independent. A masked bit is always 0 and contributes nothing to
/// log-probability, entropy and divergence.
/// </summary>
/// <remarks>
/// The probability that a bit is 1 is <c>sigmoid(logit)</c>. The logit of a masked bit affects no result and no gradient, even if it is NaN
/// or infinite. Logits in half precision are converted to float32. Input tensors are not modified. The caller owns the tensors that the
/// methods return; the distribution owns <see cref="Probs"/>.
/// </remarks>
/// <example>
/// Which of its four abilities a character uses in this step:
/// <code>
/// Tensor logits = randn(16, 4);
/// Tensor isReady = rand(16, 4) &gt; 0.5f;                         // (batch, bits) bool, true = the bit may be 1
/// using MaskedFlags abilities = new(logits, isReady);
/// Tensor used = abilities.Sample(new RandomStream(seed: 1));   // (16, 4) int64, 0 or 1
/// Tensor logProb = abilities.LogProb(used);                    // (16)
/// </code>
/// </example>
public sealed class MaskedFlags : IDisposable
{
    private readonly IMaskedChoice _flags;
    private readonly long[] _shape;
    private readonly Device _device;
    private readonly ScalarType _precision;
    private bool _isDisposed;

    /// <summary>Creates the distributions from logits and a mask.</summary>
    /// <param name="logits"><c>(…, bits)</c>, floating point.</param>
    /// <param name="mask"><c>(…, bits)</c> bool, true = the bit may be 1; null allows every bit.</param>
    /// <exception cref="MaskShapeException">The logits are not floating point or have no axis, or the
    /// mask has a wrong shape, element type or device.</exception>
    public MaskedFlags(Tensor logits, Tensor? mask = null)
    {
        Expect.FloatingRows(nameof(MaskedFlags), nameof(logits), logits, "(…, bits)");
        _shape = logits.Size();
        _device = logits.GetDevice();
        _precision = logits.dtype.ComputedType();
        Expect.Mask(nameof(MaskedFlags), nameof(mask), mask, _shape, _device);
        _flags = Engine.Choice(logits, mask, isFlags: true, captures: true);
    }

    /// <summary>The number of bits.</summary>
    public long Bits => _shape[^1];

    /// <summary>The probability that a bit is 1, <c>(…, bits)</c>. It is exactly 0 where masked.</summary>
    public Tensor Probs => Distribution.Probs();

    private IMaskedChoice Distribution
    {
        get
        {
            Alive.Require(_isDisposed, _flags.IsReleased, this);
            return _flags;
        }
    }

    /// <summary>Samples every bit.</summary>
    /// <param name="stream">The random numbers. It advances by one step. Rows are numbered over all leading axes.</param>
    /// <param name="temperature">Divides the logits: a value below 1 sharpens the distribution, above 1 flattens it. Positive.</param>
    /// <returns><c>(…, bits)</c> int64, 0 or 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not positive and finite.</exception>
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
    /// <c>(…)</c>: -inf where a masked bit is 1, and where a bit is -1, because a row of bits always acts: without a legal bit, all bits
    /// are 0.
    /// </returns>
    /// <exception cref="MaskShapeException">The actions have a wrong shape, element type or device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A bit is not -1, 0 or 1.</exception>
    public Tensor LogProb(Tensor actions)
    {
        IMaskedChoice distribution = Distribution;
        Expect.Actions(nameof(MaskedFlags), nameof(actions), actions, _shape, choices: 2, _device);
        return distribution.LogProb(actions);
    }

    /// <summary>
    /// The log-probabilities <c>(…, bits)</c> that a bit is 1: -inf, with gradient 0, where masked. Every call returns a new tensor, which
    /// the caller owns.
    /// </summary>
    public Tensor LogProbs => Distribution.LogProbs();

    /// <summary>
    /// The cross-entropy <c>-Σ t log p + (1 - t) log(1 - p)</c> of each row and target probabilities t that the bits are 1, in nats.
    /// </summary>
    /// <remarks>Terms whose factor t or 1 - t is 0 contribute 0, in value and gradient.</remarks>
    /// <param name="target">t: <c>(…, bits)</c>, floating point, from 0 to 1; 0 for masked bits.</param>
    /// <returns><c>(…)</c>: +inf, with gradient 0, where t of a masked bit is not 0.</returns>
    /// <exception cref="MaskShapeException">The target has a wrong shape, element type or device.</exception>
    public Tensor CrossEntropy(Tensor target)
    {
        IMaskedChoice distribution = Distribution;
        Expect.Target(nameof(MaskedFlags), nameof(target), target, _shape, _device);
        using DisposeScope scope = NewDisposeScope();
        return distribution.CrossEntropy(target.to(_precision)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The probabilities <c>(…, bits)</c> at a temperature that a bit is 1. Every call returns a new tensor, which the caller owns.
    /// </summary>
    /// <param name="temperature">As for <see cref="Sample"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not positive and finite.</exception>
    public Tensor ProbsAt(double temperature)
    {
        IMaskedChoice distribution = Distribution;
        RandomStream.RequireTemperature(temperature);
        using DisposeScope scope = NewDisposeScope();
        return distribution.AtTemperature(temperature).Probs().alias().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The joint log-probability of the bits of each row at a temperature, which is that of a sample at this temperature.
    /// </summary>
    /// <param name="actions"><c>(…, bits)</c> int64, 0 or 1.</param>
    /// <param name="temperature">As for <see cref="Sample"/>.</param>
    /// <returns>As for <see cref="LogProb(Tensor)"/>.</returns>
    /// <exception cref="MaskShapeException">The actions have a wrong shape, element type or device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is out of range, or <paramref name="temperature"/> is not positive and
    /// finite.</exception>
    public Tensor LogProb(Tensor actions, double temperature)
    {
        IMaskedChoice distribution = Distribution;
        Expect.Actions(nameof(MaskedFlags), nameof(actions), actions, _shape, choices: 2, _device);
        RandomStream.RequireTemperature(temperature);
        using DisposeScope scope = NewDisposeScope();
        return distribution.AtTemperature(temperature).LogProb(actions).MoveToOuterDisposeScope();
    }

    /// <summary>The entropy of each row in nats: the sum over its legal bits.</summary>
    /// <returns><c>(…)</c>.</returns>
    public Tensor Entropy() => Distribution.Entropy();

    /// <summary>
    /// The Kullback-Leibler divergence <c>KL(p ‖ q)</c> of each row in nats: the sum over its bits. p is this distribution; each side uses
    /// its own mask.
    /// </summary>
    /// <param name="other">The distribution q, of the same shape.</param>
    /// <returns><c>(…)</c>: +inf where q forbids a bit that is legal in p.</returns>
    /// <exception cref="MaskShapeException">The shapes of the two distributions differ.</exception>
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

    /// <summary>Disposes the tensors of this distribution.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _flags.Dispose();
    }

    /// <summary>Returns the shape of the rows and the number of bits.</summary>
    public override string ToString() =>
        RecordText.Of(nameof(MaskedFlags), _isDisposed, ("Rows", Expect.Text(_shape.AsSpan(..^1))), ("Bits", Bits));
}
