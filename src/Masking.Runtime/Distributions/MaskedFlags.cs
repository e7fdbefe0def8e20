using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>Independent bits, each of which a mask may forbid: a masked bit is always 0 and counts nothing.</summary>
/// <remarks>
/// The probability of a bit is <c>sigmoid(logit)</c>. A masked logit enters no value and no gradient, whatever it is. Tensors given are never
/// changed; tensors returned are the caller's.
/// </remarks>
public sealed class MaskedFlags : IMaskedChoice
{
    private readonly Tensor? _mask;
    private readonly Tensor _logOne;        // log p(1), 0 where masked
    private readonly Tensor _logZero;       // log p(0), 0 where masked
    private readonly long[] _shape;

    /// <summary>Masks every bit by itself.</summary>
    /// <param name="logits"><c>(…, bits)</c>, floating point.</param>
    /// <param name="mask"><c>(…, bits)</c> bool, true = the bit may be 1; null allows everything.</param>
    /// <exception cref="MaskShapeException">The mask's shape, element type or device do not fit the logits.</exception>
    public MaskedFlags(Tensor logits, Tensor? mask = null)
    {
        ArgumentNullException.ThrowIfNull(logits);
        Expect.Floating(nameof(MaskedFlags), nameof(logits), logits, Math.Max(1, (int)logits.dim()), "(…, bits)");
        _shape = logits.shape;
        Expect.Mask(nameof(MaskedFlags), nameof(mask), mask, _shape, logits.device);

        using DisposeScope scope = NewDisposeScope();
        Tensor values = logits.dtype is ScalarType.Float16 or ScalarType.BFloat16 ? logits.to(ScalarType.Float32) : logits;
        Tensor filled = mask is null ? values : where(mask, values, zeros_like(values));
        _mask = mask?.alias();
        _logOne = Legal(nn.functional.logsigmoid(filled));
        _logZero = Legal(nn.functional.logsigmoid(filled.neg()));
        Probs = Legal(filled.sigmoid());
        scope.MoveToOuter(Owned);
    }

    /// <summary>The number of bits.</summary>
    public long Bits => _shape[^1];

    /// <summary>The probability of each bit <c>(…, bits)</c>: exactly 0 where masked.</summary>
    public Tensor Probs { get; }

    private IEnumerable<Tensor> Owned => new[] { _mask, _logOne, _logZero, Probs }.OfType<Tensor>();

    /// <summary>Draws every bit.</summary>
    /// <param name="stream">The random numbers; takes one step of it. Rows are counted over all leading axes.</param>
    /// <param name="temperature">Logits are divided by it: below 1 sharpens, above 1 flattens; masks hold at any.</param>
    /// <returns><c>(…, bits)</c> int64, 0 or 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not a positive finite number.</exception>
    public Tensor Sample(RandomStream stream, double temperature = 1)
    {
        ArgumentNullException.ThrowIfNull(stream);
        RandomDraw draw = stream.Next(temperature);
        return Sample(bit => Enumerable.Range(0, (int)_shape.AsSpan(..^1).Product()).Select(row => draw.Uniform(row, 0, bit)).ToArray(), temperature);
    }

    /// <summary>The more probable value of each bit; 0 where both are equally probable.</summary>
    /// <returns><c>(…, bits)</c> int64, 0 or 1.</returns>
    public Tensor Mode()
    {
        using DisposeScope scope = NewDisposeScope();
        return _logOne.detach().gt(_logZero.detach()).to(ScalarType.Int64).MoveToOuterDisposeScope();
    }

    /// <summary>The joint log-probability of the bits of each row.</summary>
    /// <param name="actions"><c>(…, bits)</c> int64, 0 or 1.</param>
    /// <returns><c>(…)</c>; -inf where a masked bit is 1, or where a bit is -1, no action: a row of bits always acts, if only by zeros.</returns>
    /// <exception cref="MaskShapeException">The actions' shape, element type or device do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A bit is neither 0 nor 1, nor -1.</exception>
    public Tensor LogProb(Tensor actions)
    {
        Expect.Actions(nameof(MaskedFlags), nameof(actions), actions, _shape, choices: 2, Probs.device);
        return LogProbOfChecked(actions);
    }

    /// <summary>The entropy of each row: the sum over its legal bits, in nats.</summary>
    /// <returns><c>(…)</c>.</returns>
    public Tensor Entropy()
    {
        using DisposeScope scope = NewDisposeScope();
        return Expectation(_logOne, _logZero).sum(-1).neg().MoveToOuterDisposeScope();
    }

    /// <summary>The Kullback-Leibler divergence of each row: the sum over its bits, each side under its own mask, in nats.</summary>
    /// <param name="other">q: a distribution of the same rows and bits.</param>
    /// <returns><c>(…)</c>; +inf where <paramref name="other"/> forbids a bit that is legal here.</returns>
    /// <exception cref="MaskShapeException">The other distribution has other rows or bits.</exception>
    public Tensor KlDivergence(MaskedFlags other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!_shape.AsSpan().SequenceEqual(other._shape))
        {
            throw new MaskShapeException(nameof(MaskedFlags), nameof(other), Expect.Text(_shape), Expect.Text(other._shape), "Compare distributions of the same rows and bits.");
        }

        using DisposeScope scope = NewDisposeScope();

        // A bit that is masked here is 0 for certain, which surprises the other side where it is not masked there.
        Tensor divergence = Expectation(_logOne.sub(other._logOne), _logZero.sub(other._logZero));
        if (other._mask is not null)
        {
            Tensor forbidden = other._mask.logical_not();
            Tensor escapes = _mask is null ? forbidden : forbidden.logical_and(_mask);
            divergence = where(escapes, full_like(divergence, Scalars.PositiveInfinity), divergence);
        }

        return divergence.sum(-1).MoveToOuterDisposeScope();
    }

    /// <summary>Releases the tensors of this distribution.</summary>
    public void Dispose()
    {
        foreach (Tensor tensor in Owned)
        {
            tensor.Dispose();
        }
    }

    Tensor IMaskedChoice.Draw(Func<int, double[]> uniforms, double temperature) => Sample(uniforms, temperature);

    Tensor IMaskedChoice.LogProbOfChecked(Tensor actions) => LogProbOfChecked(actions);

    Tensor IMaskedChoice.ProbsAlong(Tensor? actions) => Probs;

    Tensor IMaskedChoice.EntropyAlong(Tensor? actions) => Entropy();

    Tensor IMaskedChoice.KlDivergenceAlong(IMaskedChoice other, Tensor? actions) => KlDivergence((MaskedFlags)other);

    void IMaskedChoice.MoveToOuterDisposeScope(DisposeScope scope) => scope.MoveToOuter(Owned);

    /// <summary>Draws with given uniform numbers in (0, 1): for each bit one a row, rows in order.</summary>
    private Tensor Sample(Func<int, double[]> uniforms, double temperature)
    {
        double[] perBit = new double[_shape.AsSpan().Product()];
        for (int bit = 0; bit < Bits; bit++)
        {
            double[] perRow = uniforms(bit);
            for (int row = 0; row < perRow.Length; row++)
            {
                perBit[(row * Bits) + bit] = perRow[row];
            }
        }

        using DisposeScope scope = NewDisposeScope();
        using Scalar divisor = temperature;
        Tensor probs = temperature == 1 ? Probs : Legal(_logOne.sub(_logZero).div(divisor).sigmoid());
        return tensor(perBit, _shape).to(Probs.device).lt(probs.detach()).to(ScalarType.Int64).MoveToOuterDisposeScope();
    }

    /// <summary>The log-probability of actions whose shape and range are known to fit.</summary>
    private Tensor LogProbOfChecked(Tensor actions)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor isOne = actions.gt(Scalars.Zero);
        Tensor impossible = actions.lt(Scalars.Zero);
        if (_mask is not null)
        {
            impossible = impossible.logical_or(isOne.logical_and(_mask.logical_not()));
        }

        Tensor logProb = where(isOne, _logOne, _logZero);
        return where(impossible, full_like(logProb, Scalars.NegativeInfinity), logProb).sum(-1).MoveToOuterDisposeScope();
    }

    private Tensor Expectation(Tensor ifOne, Tensor ifZero) => Probs.mul(ifOne).add(Probs.neg().add(Scalars.One, Scalars.One).mul(ifZero), Scalars.One);

    private Tensor Legal(Tensor perBit) => _mask is null ? perBit : where(_mask, perBit, zeros_like(perBit));
}
