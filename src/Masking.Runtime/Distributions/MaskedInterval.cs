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
/// A normal distribution per row, truncated to an interval. The density outside of the interval is exactly 0, and the density inside is
/// normalized over the interval.
/// </summary>
/// <remarks>
/// <para>An interval of one number, whose ends are equal, has that number with probability 1: its log-probability and entropy are 0. An
/// interval whose low end is above its high end is empty, and means "no action": the action is NaN, and log-probability, entropy and
/// divergence are 0.</para>
/// <para>Results are computed in float64. The location may lie far outside of the interval, and the interval may be arbitrarily short. A
/// row whose location or scale is not finite, or whose scale is not positive, has no valid distribution: its action and its results are
/// NaN.</para>
/// <para>Numbers in half precision are converted to float32. Input tensors are not modified. The caller owns the tensors that the methods
/// return.</para>
/// </remarks>
/// <example>
/// <code>
/// Tensor location = zeros(2);
/// Tensor scale = ones(2);
/// Tensor range = tensor(new float[,] { { -1, 0.5f }, { 2, 3 } });     // (rows, 2): the low and the high end of each interval
/// RandomStream stream = new(seed: 1);
/// using MaskedInterval distribution = new(location, scale, range);
/// Tensor numbers = distribution.Sample(stream);                       // (2) float32, within the intervals
/// Tensor logProb = distribution.LogProb(numbers);                     // (2): the logarithm of the density
/// Tensor mode = distribution.Mode();                                  // [0, 2]
/// </code>
/// </example>
public sealed class MaskedInterval : IDisposable
{
    private readonly IMaskedChoice _choice;
    private readonly long[] _rowShape;
    private readonly Device _device;
    private readonly ScalarType _type;
    private bool _isDisposed;

    /// <summary>Creates the distributions from locations, scales and intervals.</summary>
    /// <param name="location">
    /// <c>(…)</c>, floating point: the means of the normal distributions before they are truncated.
    /// </param>
    /// <param name="scale"><c>(…)</c>, of the same element type: their standard deviations, which are positive.</param>
    /// <param name="range">
    /// <c>(…, 2)</c>, of the same element type: the low and the high end of each interval. An infinite end does not limit. Null allows
    /// every number.
    /// </param>
    /// <exception cref="MaskShapeException">The location is not floating point or has no axis, or the scale or the range have a wrong
    /// shape, element type or device.</exception>
    /// <exception cref="ArgumentException">An end of an interval on the CPU is NaN.</exception>
    public MaskedInterval(Tensor location, Tensor scale, Tensor? range = null)
    {
        Expect.FloatingRows(nameof(MaskedInterval), nameof(location), location, "(…)");
        _rowShape = location.Size();
        _device = location.GetDevice();
        Expect.Numbers(nameof(MaskedInterval), nameof(scale), scale, _rowShape, location.dtype, _device);
        if (range is not null)
        {
            Expect.Numbers(nameof(MaskedInterval), nameof(range), range, [.. _rowShape, NumberForm.Columns], location.dtype, _device);
            Expect.NoNaN(nameof(MaskedInterval), nameof(range), range);
        }

        _type = location.IsHalf() ? ScalarType.Float32 : location.dtype;
        using DisposeScope scope = NewDisposeScope();
        Tensor columns = stack([location, scale], -1).to(_type);
        _choice = Engine.Choice(columns, range?.clone().to(_type), number: NumberForm.Direct);
        _choice.MoveToOuterDisposeScope(scope);
    }

    private IMaskedChoice Distribution
    {
        get
        {
            Alive.Require(_isDisposed, _choice.IsReleased, this);
            return _choice;
        }
    }

    /// <summary>Samples one number per row, by inverting the cumulative distribution at one uniform random number.</summary>
    /// <param name="stream">The random numbers. It advances by one step. Rows are numbered over all leading axes.</param>
    /// <param name="temperature">Multiplies the scale: a value below 1 sharpens the distribution, above 1 flattens it. Positive.</param>
    /// <returns>
    /// <c>(…)</c>, of the element type of the location, or float32 for half precision; NaN in rows with an empty interval.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not positive and finite.</exception>
    public Tensor Sample(RandomStream stream, double temperature = 1)
    {
        IMaskedChoice distribution = Distribution;
        ArgumentNullException.ThrowIfNull(stream);
        return distribution.Sample(new RowUniforms(stream.Next(temperature), (int)_rowShape.AsSpan().Product()), 0);
    }

    /// <summary>The number of each row at which the density is greatest: the location, moved into the interval.</summary>
    /// <returns>As for <see cref="Sample"/>.</returns>
    public Tensor Mode() => Distribution.Mode();

    /// <summary>The logarithm of the density at one number per row.</summary>
    /// <param name="actions"><c>(…)</c>, of the element type that <see cref="Sample"/> returns; NaN for no action.</param>
    /// <returns>
    /// <c>(…)</c>: -inf for a number outside of the interval, and for NaN in a row with a legal number; 0 in rows with an empty interval,
    /// and for the only number of an interval.
    /// </returns>
    /// <exception cref="MaskShapeException">The actions have a wrong shape, element type or device.</exception>
    public Tensor LogProb(Tensor actions)
    {
        IMaskedChoice distribution = Distribution;
        Expect.Numbers(nameof(MaskedInterval), nameof(actions), actions, _rowShape, _type, _device);
        return distribution.LogProb(actions);
    }

    /// <summary>The logarithm of the density at a temperature, which is that of a sample at this temperature.</summary>
    /// <param name="actions">As for <see cref="LogProb(Tensor)"/>.</param>
    /// <param name="temperature">As for <see cref="Sample"/>.</param>
    /// <returns>As for <see cref="LogProb(Tensor)"/>.</returns>
    /// <exception cref="MaskShapeException">The actions have a wrong shape, element type or device.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not positive and finite.</exception>
    public Tensor LogProb(Tensor actions, double temperature)
    {
        IMaskedChoice distribution = Distribution;
        Expect.Numbers(nameof(MaskedInterval), nameof(actions), actions, _rowShape, _type, _device);
        RandomStream.RequireTemperature(temperature);
        using DisposeScope scope = NewDisposeScope();
        return distribution.AtTemperature(temperature).LogProb(actions).MoveToOuterDisposeScope();
    }

    /// <summary>The differential entropy <c>-∫ p log p</c> of each row, in nats. It is negative for a narrow distribution.</summary>
    /// <returns><c>(…)</c>; 0 for an interval of one number, and for an empty one.</returns>
    public Tensor Entropy() => Distribution.Entropy();

    /// <summary>
    /// The Kullback-Leibler divergence <c>KL(p ‖ q) = ∫ p (log p - log q)</c> of each row, in nats. p is this distribution; each side uses
    /// its own interval.
    /// </summary>
    /// <param name="other">The distribution q, of the same rows and the same element type.</param>
    /// <returns>
    /// <c>(…)</c>: +inf where the interval of p exceeds that of q, and where one of them is a single number and the other is not; 0 where
    /// the interval of p is empty.
    /// </returns>
    /// <exception cref="MaskShapeException">The rows or the element types of the two distributions differ.</exception>
    public Tensor KlDivergence(MaskedInterval other)
    {
        IMaskedChoice distribution = Distribution;
        ArgumentNullException.ThrowIfNull(other);
        IMaskedChoice q = other.Distribution;
        if (!_rowShape.AsSpan().SequenceEqual(other._rowShape) || _type != other._type)
        {
            throw new MaskShapeException(nameof(MaskedInterval), nameof(other), $"{Expect.Text(_rowShape)} {TensorText.NameOf(_type)}",
                $"{Expect.Text(other._rowShape)} {TensorText.NameOf(other._type)}",
                "Compare distributions of the same rows and element type.");
        }

        return distribution.KlDivergence(q);
    }

    /// <summary>Disposes the tensors of this distribution.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _choice.Dispose();
    }

    /// <summary>Returns the shape of the rows and the element type.</summary>
    public override string ToString() => RecordText.Of(nameof(MaskedInterval), _isDisposed,
        ("Rows", $"{Expect.Text(_rowShape)} {TensorText.NameOf(_type)}"));
}
