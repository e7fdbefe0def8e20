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
/// A categorical distribution per row over the choices that the mask allows. A masked choice has probability exactly 0, and its logit
/// affects no result and no gradient, even if it is NaN or infinite.
/// </summary>
/// <remarks>
/// <para>Masked logits are replaced by -inf before the softmax (Huang and Ontañón 2020, "A Closer Look at Invalid Action Masking in
/// Policy Gradient Algorithms"). Legal logits may be any finite number.</para>
/// <para>A row without a legal choice means "no action": its action is -1, and its log-probability, entropy and divergence are 0.</para>
/// <para>Logits in half precision are converted to float32. Input tensors are not modified. The caller owns the tensors that the methods
/// return; the distribution owns <see cref="Probs"/>.</para>
/// </remarks>
/// <example>
/// <code>
/// Tensor logits = randn(16, 5);
/// Tensor mask = rand(16, 5) &gt; 0.5f;                   // (batch, choices) bool, true = allowed
/// RandomStream stream = new(seed: 1);
/// using MaskedCategorical distribution = new(logits, mask);
/// Tensor actions = distribution.Sample(stream);       // (16) int64; -1 where nothing is legal
/// Tensor logProb = distribution.LogProb(actions);     // (16)
/// Tensor entropy = distribution.Entropy();            // (16), in nats
/// </code>
/// </example>
public sealed class MaskedCategorical : IDisposable
{
    private readonly IMaskedChoice _choice;
    private readonly long[] _rowShape;
    private readonly Device _device;
    private readonly ScalarType _precision;
    private bool _isDisposed;

    /// <summary>Creates the distributions from logits and a mask.</summary>
    /// <param name="logits"><c>(…, choices)</c>, floating point.</param>
    /// <param name="mask"><c>(…, choices)</c> bool, true = allowed; null allows every choice.</param>
    /// <exception cref="MaskShapeException">The logits are not floating point or have no axis, or the
    /// mask has a wrong shape, element type or device.</exception>
    public MaskedCategorical(Tensor logits, Tensor? mask = null)
    {
        Expect.FloatingRows(nameof(MaskedCategorical), nameof(logits), logits, "(…, choices)");
        long[] shape = logits.Size();
        _device = logits.GetDevice();
        Expect.Mask(nameof(MaskedCategorical), nameof(mask), mask, shape, _device);

        _precision = logits.dtype.ComputedType();
        _rowShape = shape[..^1];
        Choices = shape[^1];
        _choice = Engine.Choice(logits, mask, captures: true);
    }

    /// <summary>The number of choices, legal or not.</summary>
    public long Choices { get; }

    /// <summary>The probabilities <c>(…, choices)</c>, which are exactly 0 where masked.</summary>
    public Tensor Probs => Distribution.Probs();

    private IMaskedChoice Distribution
    {
        get
        {
            Alive.Require(_isDisposed, _choice.IsReleased, this);
            return _choice;
        }
    }

    /// <summary>Samples one choice per row, by inverting the cumulative distribution at one uniform random number.</summary>
    /// <param name="stream">The random numbers. It advances by one step. Rows are numbered over all leading axes.</param>
    /// <param name="temperature">Divides the logits: a value below 1 sharpens the distribution, above 1 flattens it. Positive.</param>
    /// <returns><c>(…)</c> int64; -1 in rows without a legal choice.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not positive and finite.</exception>
    public Tensor Sample(RandomStream stream, double temperature = 1)
    {
        IMaskedChoice distribution = Distribution;
        ArgumentNullException.ThrowIfNull(stream);
        return distribution.Sample(new RowUniforms(stream.Next(temperature), (int)_rowShape.AsSpan().Product()), 0);
    }

    /// <summary>The most probable legal choice of each row. Ties go to the lowest index.</summary>
    /// <returns><c>(…)</c> int64; -1 in rows without a legal choice.</returns>
    public Tensor Mode() => Distribution.Mode();

    /// <summary>The log-probability of one choice per row.</summary>
    /// <param name="actions"><c>(…)</c> int64: indices of choices, or -1 for no action.</param>
    /// <returns>
    /// <c>(…)</c>: -inf for a masked choice, and for -1 in a row with a legal choice; 0 for -1 in a row without a legal choice.
    /// </returns>
    /// <exception cref="MaskShapeException">The actions have a wrong shape, element type or device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is below -1, or not below <see cref="Choices"/>.</exception>
    public Tensor LogProb(Tensor actions)
    {
        IMaskedChoice distribution = Distribution;
        Expect.Actions(nameof(MaskedCategorical), nameof(actions), actions, _rowShape, Choices, _device);
        return distribution.LogProb(actions);
    }

    /// <summary>
    /// The log-probabilities <c>(…, choices)</c>: -inf, with gradient 0, where masked. Every call returns a new tensor, which the caller
    /// owns.
    /// </summary>
    public Tensor LogProbs => Distribution.LogProbs();

    /// <summary>The cross-entropy <c>-Σ t log p</c> of each row and a target distribution t, in nats.</summary>
    /// <remarks>
    /// A choice with t = 0 contributes 0, in value and gradient, even where it is masked. It is the loss of a policy that imitates another
    /// one, of a search (AlphaZero), or of recorded actions. KL(t ‖ p) is this minus the entropy of t.
    /// </remarks>
    /// <param name="target">t: <c>(…, choices)</c>, floating point. Its rows need not add up to 1.</param>
    /// <returns><c>(…)</c>: +inf, with gradient 0, where t of a masked choice is not 0.</returns>
    /// <exception cref="MaskShapeException">The target has a wrong shape, element type or device.</exception>
    public Tensor CrossEntropy(Tensor target)
    {
        IMaskedChoice distribution = Distribution;
        Expect.Target(nameof(MaskedCategorical), nameof(target), target, [.. _rowShape, Choices], _device);
        using DisposeScope scope = NewDisposeScope();
        return distribution.CrossEntropy(target.to(_precision)).MoveToOuterDisposeScope();
    }

    /// <summary>The probabilities <c>(…, choices)</c> at a temperature. Every call returns a new tensor, which the caller owns.</summary>
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
    /// The log-probability of one choice per row at a temperature, which is that of a sample at this temperature.
    /// </summary>
    /// <param name="actions"><c>(…)</c> int64: indices of choices, or -1 for no action.</param>
    /// <param name="temperature">As for <see cref="Sample"/>.</param>
    /// <returns>As for <see cref="LogProb(Tensor)"/>.</returns>
    /// <exception cref="MaskShapeException">The actions have a wrong shape, element type or device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is out of range, or <paramref name="temperature"/> is not positive and
    /// finite.</exception>
    public Tensor LogProb(Tensor actions, double temperature)
    {
        IMaskedChoice distribution = Distribution;
        Expect.Actions(nameof(MaskedCategorical), nameof(actions), actions, _rowShape, Choices, _device);
        RandomStream.RequireTemperature(temperature);
        using DisposeScope scope = NewDisposeScope();
        return distribution.AtTemperature(temperature).LogProb(actions).MoveToOuterDisposeScope();
    }

    /// <summary>The entropy <c>-Σ p log p</c> of each row over its legal choices, in nats.</summary>
    /// <returns><c>(…)</c>.</returns>
    public Tensor Entropy() => Distribution.Entropy();

    /// <summary>
    /// The Kullback-Leibler divergence <c>KL(p ‖ q) = Σ p (log p - log q)</c> of each row, in nats. p is this distribution; each side uses
    /// its own mask.
    /// </summary>
    /// <param name="other">The distribution q, of the same shape.</param>
    /// <returns>
    /// <c>(…)</c>: +inf where q forbids a choice that is legal in p; 0 in rows without a legal choice in p.
    /// </returns>
    /// <exception cref="MaskShapeException">The shapes of the two distributions differ.</exception>
    public Tensor KlDivergence(MaskedCategorical other)
    {
        IMaskedChoice distribution = Distribution;
        ArgumentNullException.ThrowIfNull(other);
        IMaskedChoice q = other.Distribution;
        RequireSameShape([.. _rowShape, Choices], [.. other._rowShape, other.Choices]);
        return distribution.KlDivergence(q);
    }

    /// <summary>Disposes the tensors of this distribution.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _choice.Dispose();
    }

    /// <summary>Returns the shape of the rows and the number of choices.</summary>
    public override string ToString() =>
        RecordText.Of(nameof(MaskedCategorical), _isDisposed, ("Rows", Expect.Text(_rowShape)), ("Choices", Choices));

    /// <summary>Requires that two distributions have the same rows and choices.</summary>
    /// <param name="shape"><c>(…, choices)</c> of this distribution.</param>
    /// <param name="other"><c>(…, choices)</c> of the other distribution.</param>
    internal static void RequireSameShape(ReadOnlySpan<long> shape, ReadOnlySpan<long> other)
    {
        if (!shape.SequenceEqual(other))
        {
            throw new MaskShapeException(nameof(MaskedCategorical), nameof(other), Expect.Text(shape), Expect.Text(other),
                "Compare distributions of the same rows and choices.");
        }
    }
}
