using TorchSharp;
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
public sealed class MaskedCategorical : IMaskedChoice
{
    private readonly Tensor? _mask;
    private readonly Tensor? _anyLegal;     // (…, 1), null where every row has a legal choice by construction
    private readonly Tensor _filled;        // logits, -inf where masked, 0 in rows without a legal choice
    private readonly Tensor _logProbs;      // 0 where masked; -inf where legal and further below the greatest than the element type reaches
    private readonly Tensor _probs;
    private readonly long[] _rowShape;

    private IEnumerable<Tensor> Owned => new[] { _filled, _logProbs, _probs, Probs, _mask, _anyLegal }.OfType<Tensor>();

    /// <summary>Masks, then normalises.</summary>
    /// <param name="logits"><c>(…, choices)</c>, floating point.</param>
    /// <param name="mask"><c>(…, choices)</c> bool, true = allowed; null allows everything.</param>
    /// <exception cref="MaskShapeException">The mask's shape, element type or device do not fit the logits.</exception>
    public MaskedCategorical(Tensor logits, Tensor? mask = null)
    {
        ArgumentNullException.ThrowIfNull(logits);
        Expect.Floating(nameof(MaskedCategorical), nameof(logits), logits, Math.Max(1, (int)logits.dim()), "(…, choices)");
        long[] shape = logits.shape;
        Expect.Mask(nameof(MaskedCategorical), nameof(mask), mask, shape, logits.device);

        using DisposeScope scope = NewDisposeScope();
        _rowShape = shape[..^1];
        Choices = shape[^1];
        Tensor values = logits.dtype is ScalarType.Float16 or ScalarType.BFloat16 ? logits.to(ScalarType.Float32) : logits.alias();
        Tensor? legal = mask?.alias();
        if (Choices == 0)
        {
            // Nothing to choose from is one choice that is masked: every formula below then holds as it stands.
            values = zeros([.. _rowShape, 1], values.dtype, values.device);
            legal = zeros([.. _rowShape, 1], ScalarType.Bool, values.device);
        }

        _mask = legal;
        if (legal is null)
        {
            _filled = values;
            _logProbs = nn.functional.log_softmax(_filled, -1);
            _probs = nn.functional.softmax(_filled, -1);
        }
        else
        {
            _anyLegal = legal.any(-1, keepdim: true);
            Tensor nothing = zeros_like(_anyLegal, values.dtype);
            _filled = where(legal, values, nothing.masked_fill(_anyLegal, Scalars.NegativeInfinity));
            _logProbs = where(legal, nn.functional.log_softmax(_filled, -1), nothing);
            _probs = where(legal, nn.functional.softmax(_filled, -1), nothing);
        }

        Probs = Choices == 0 ? _probs.narrow(-1, 0, 0) : _probs.alias();
        MoveToOuterDisposeScope(scope);
    }

    /// <summary>The number of choices.</summary>
    public long Choices { get; }

    /// <summary>The probabilities <c>(…, choices)</c>: exactly 0 where masked.</summary>
    public Tensor Probs { get; }

    /// <summary>Draws one choice a row, by inverting the cumulative distribution at one uniform number.</summary>
    /// <param name="stream">The random numbers; takes one step of it. Rows are counted over all leading axes.</param>
    /// <param name="temperature">Logits are divided by it: below 1 sharpens, above 1 flattens; masks hold at any.</param>
    /// <returns><c>(…)</c> int64; -1 in rows without a legal choice.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not a positive finite number.</exception>
    public Tensor Sample(RandomStream stream, double temperature = 1)
    {
        ArgumentNullException.ThrowIfNull(stream);
        RandomDraw draw = stream.Next(temperature);
        double[] uniforms = new double[_rowShape.AsSpan().Product()];
        for (int row = 0; row < uniforms.Length; row++)
        {
            uniforms[row] = draw.Uniform(row, 0, 0);
        }

        return Sample(uniforms, temperature);
    }

    /// <summary>The most probable legal choice of each row, ties to the lowest index.</summary>
    /// <returns><c>(…)</c> int64; -1 in rows without a legal choice.</returns>
    public Tensor Mode()
    {
        using DisposeScope scope = NewDisposeScope();
        return NoActionWhereEmpty(_filled.detach().argmax(-1)).MoveToOuterDisposeScope();
    }

    /// <summary>The log-probability of one choice a row.</summary>
    /// <param name="actions"><c>(…)</c> int64.</param>
    /// <returns><c>(…)</c>: -inf for a masked choice, and for -1 in a row that has a legal one; 0 for -1 in a row that has none.</returns>
    /// <exception cref="MaskShapeException">The actions' shape, element type or device do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is below -1, or not below <see cref="Choices"/>.</exception>
    public Tensor LogProb(Tensor actions)
    {
        Expect.Actions(nameof(MaskedCategorical), nameof(actions), actions, _rowShape, Choices, _filled.device);
        return LogProbOfChecked(actions);
    }

    /// <summary>The entropy <c>-Σ p log p</c> of each row, over legal choices, in nats.</summary>
    /// <returns><c>(…)</c>.</returns>
    public Tensor Entropy()
    {
        using DisposeScope scope = NewDisposeScope();
        return _probs.mul(LogProbsThatCount).sum(-1).neg().MoveToOuterDisposeScope();
    }

    /// <summary>The Kullback-Leibler divergence <c>Σ p (log p - log q)</c> of each row, each side under its own mask, in nats.</summary>
    /// <param name="other">q: the distribution to compare with, of the same shape.</param>
    /// <returns><c>(…)</c>: +inf where <paramref name="other"/> forbids a choice that is legal here; 0 in rows without a legal choice here.</returns>
    /// <exception cref="MaskShapeException">The other distribution has other rows or choices.</exception>
    public Tensor KlDivergence(MaskedCategorical other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!_rowShape.SequenceEqual(other._rowShape) || Choices != other.Choices)
        {
            throw new MaskShapeException(nameof(MaskedCategorical), nameof(other), Expect.Text([.. _rowShape, Choices]),
                Expect.Text([.. other._rowShape, other.Choices]), "Compare distributions of the same rows and choices.");
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor divergence = _probs.mul(LogProbsThatCount.sub(other._logProbs.clamp_min(Scalars.Far(other._logProbs.dtype)))).sum(-1);
        if (other._mask is not null)
        {
            Tensor forbidden = other._mask.logical_not();
            Tensor escapes = (_mask is null ? forbidden : forbidden.logical_and(_mask)).any(-1);
            divergence = where(escapes, full_like(divergence, Scalars.PositiveInfinity), divergence);
        }

        return divergence.MoveToOuterDisposeScope();
    }

    /// <summary>Releases the tensors of this distribution.</summary>
    public void Dispose()
    {
        foreach (Tensor tensor in Owned)
        {
            tensor.Dispose();
        }
    }

    /// <summary>Draws with given uniform numbers in (0, 1), one a row, rows in order.</summary>
    internal Tensor Sample(double[] uniforms, double temperature)
    {
        using DisposeScope scope = NewDisposeScope();

        // On the CPU a cumulative sum is sequential, so it never falls, and it does not rise over a masked choice; a
        // parallel sum promises neither. In float64, and with u <= 1 - 2^-33, u * total stays below total.
        Tensor probs = temperature == 1 ? _probs : ProbsAt(temperature);
        Tensor cumulative = probs.detach().cpu().to(ScalarType.Float64).cumsum(-1);
        Tensor total = cumulative.narrow(-1, cumulative.size(-1) - 1, 1);
        Tensor threshold = tensor(uniforms, [.. _rowShape, 1]).mul(total);
        Tensor choice = searchsorted(cumulative, threshold, right: true).squeeze(-1).to(_filled.device);
        return NoActionWhereEmpty(choice).MoveToOuterDisposeScope();
    }

    /// <summary>The log-probability of actions whose shape and range are known to fit.</summary>
    internal Tensor LogProbOfChecked(Tensor actions)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor index = actions.clamp_min(Scalars.Zero).unsqueeze(-1);

        // A legal choice has a finite log-probability, however far it lies below the greatest.
        Tensor logProb = _logProbs.gather(-1, index).squeeze(-1).clamp_min(Scalars.Lowest(_logProbs.dtype));
        Tensor none = actions.lt(Scalars.Zero);
        Tensor impossible = none;
        if (_mask is not null)
        {
            // A row without a legal choice takes no action, and the value gathered there is already the 0 that this counts.
            Tensor empty = _anyLegal!.squeeze(-1).logical_not();
            Tensor masked = _mask.gather(-1, index).squeeze(-1).logical_not();
            impossible = masked.logical_or(none).logical_and(none.logical_and(empty).logical_not());
        }

        return where(impossible, full_like(logProb, Scalars.NegativeInfinity), logProb).MoveToOuterDisposeScope();
    }

    Tensor IMaskedChoice.Draw(Func<int, double[]> uniforms, double temperature) => Sample(uniforms(0), temperature);

    Tensor IMaskedChoice.LogProbOfChecked(Tensor actions) => LogProbOfChecked(actions);

    Tensor IMaskedChoice.ProbsAlong(Tensor? actions) => Probs;

    Tensor IMaskedChoice.EntropyAlong(Tensor? actions) => Entropy();

    Tensor IMaskedChoice.KlDivergenceAlong(IMaskedChoice other, Tensor? actions) => KlDivergence((MaskedCategorical)other);

    void IMaskedChoice.MoveToOuterDisposeScope(DisposeScope scope) => MoveToOuterDisposeScope(scope);

    internal void MoveToOuterDisposeScope(DisposeScope scope) => scope.MoveToOuter(Owned);

    /// <summary>
    /// The log-probabilities as factors of <see cref="_probs"/>: finite, and changed only where the probability is 0, so that neither a product
    /// nor its gradient under any weight is NaN.
    /// </summary>
    private Tensor LogProbsThatCount => _logProbs.clamp_min(Scalars.LogOfNothing);

    private Tensor ProbsAt(double temperature)
    {
        using Scalar divisor = temperature;
        Tensor probs = nn.functional.softmax(_filled.detach().div(divisor), -1);
        return _mask is null ? probs : where(_mask, probs, zeros_like(probs));
    }

    private Tensor NoActionWhereEmpty(Tensor choice) =>
        _anyLegal is null ? choice : where(_anyLegal.squeeze(-1), choice, full_like(choice, Scalars.MinusOne));
}
