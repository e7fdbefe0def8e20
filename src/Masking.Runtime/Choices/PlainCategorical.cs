using Masking.Kernels;
using Masking.Sampling;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Choices;

/// <summary>
/// The reference implementation of a categorical distribution, in tensor operations: for every device and element type, differentiable.
/// </summary>
internal sealed class PlainCategorical : IMaskedChoice
{
    private readonly long _choices;
    private readonly Tensor? _mask;
    private readonly Tensor? _anyLegal;     // (…, 1), null where every row has a legal choice by construction
    private readonly Tensor _filled;        // logits, -inf where masked, 0 in rows without a legal choice
    private readonly Tensor _logProbs;      // -inf where legal and further below the greatest than the element type reaches
    private readonly Tensor _probs;

    /// <summary>Masks, then normalizes.</summary>
    /// <param name="logits"><c>(…, choices)</c>, float32 or float64.</param>
    /// <param name="mask"><c>(…, choices)</c> bool; null allows every choice.</param>
    public PlainCategorical(Tensor logits, Tensor? mask)
    {
        using DisposeScope scope = NewDisposeScope();
        _choices = logits.size(-1);
        if (_choices == 0)
        {
            // Without choices the row has one that is masked, so that every formula below holds as it stands.
            long[] single = [.. logits.Size()[..^1], 1];
            logits = zeros(single, logits.dtype, logits.device);
            mask = zeros(single, ScalarType.Bool, logits.device);
        }

        _mask = mask?.alias();
        if (_mask is null)
        {
            _filled = logits.alias();
            _logProbs = nn.functional.log_softmax(_filled, -1);
            _probs = nn.functional.softmax(_filled, -1);
        }
        else
        {
            _anyLegal = _mask.any(-1, keepdim: true);
            Tensor nothing = zeros_like(_anyLegal, logits.dtype);
            _filled = where(_mask, logits, nothing.masked_fill(_anyLegal, Scalars.NegativeInfinity));
            _logProbs = where(_mask, nn.functional.log_softmax(_filled, -1), nothing);
            _probs = where(_mask, nn.functional.softmax(_filled, -1), nothing);
        }

        MoveToOuterDisposeScope(scope);
    }

    /// <inheritdoc/>
    public bool IsReleased => _probs.IsInvalid;

    /// <inheritdoc/>
    public IMaskedChoice Plain => this;

    /// <summary>The choices <c>(…, choices)</c> that are legal and have a positive probability, however small.</summary>
    private Tensor IsPossible
    {
        get
        {
            Tensor isPossible = _logProbs.detach().gt(Scalars.NegativeInfinity);
            return _mask is null ? isPossible : isPossible.logical_and(_mask);
        }
    }

    /// <summary>The choices <c>(…, choices)</c> that are masked, or have a logit of -inf.</summary>
    private Tensor IsImpossible
    {
        get
        {
            Tensor isImpossible = _logProbs.detach().eq(Scalars.NegativeInfinity);
            return _mask is null ? isImpossible : isImpossible.logical_or(_mask.logical_not());
        }
    }

    /// <summary>
    /// The choices <c>(…, choices)</c> that are masked, or have a logit of -inf in a row that is a distribution. A finite logit has a
    /// positive probability, even if that is too small for the element type.
    /// </summary>
    private Tensor HasProbabilityZero
    {
        get
        {
            Tensor isZero = _filled.detach().eq(Scalars.NegativeInfinity).logical_and(_logProbs.detach().isnan().logical_not());
            return _mask is null ? isZero : isZero.logical_or(_mask.logical_not());
        }
    }

    /// <summary>
    /// The log-probabilities <c>(…, choices)</c>, of which those that the element type cannot represent are its lowest number.
    /// </summary>
    private Tensor FiniteLogProbs => _logProbs.clamp_min(Scalars.Lowest(_logProbs.dtype));

    /// <summary>The rows <c>(…)</c> whose legal logits do not define a distribution: one is NaN or +inf, or all are -inf.</summary>
    private Tensor IsNaN => _logProbs.detach().isnan().any(-1);

    private IEnumerable<Tensor> Owned => new[] { _filled, _logProbs, _probs, _mask, _anyLegal }.OfType<Tensor>();

    /// <inheritdoc/>
    public Tensor Sample(RowUniforms uniforms, int firstLane)
    {
        using DisposeScope scope = NewDisposeScope();

        // On the CPU a cumulative sum is sequential, so it never falls, and it does not rise over a masked choice; a
        // parallel sum promises neither. In float64, and with u <= 1 - 2^-33, u * total stays below total.
        Tensor probs = uniforms.Temperature == 1 ? _probs : Tempered(uniforms.Temperature)._probs;
        Tensor cumulative = probs.detach().cpu().to(ScalarType.Float64).cumsum(-1);
        Tensor total = cumulative.narrow(-1, cumulative.size(-1) - 1, 1);
        Tensor threshold = tensor(uniforms.Of(firstLane), total.shape).mul(total);
        Tensor choice = searchsorted(cumulative, threshold, right: true).squeeze(-1).to(_filled.device);
        return NoActionWhereEmpty(choice).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Mode()
    {
        using DisposeScope scope = NewDisposeScope();
        return NoActionWhereEmpty(_filled.detach().argmax(-1)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor LogProb(Tensor actions)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor index = actions.clamp_min(Scalars.Zero).unsqueeze(-1);

        // A finite legal logit has a finite log-probability, however far it lies below the greatest.
        Tensor logProb = _logProbs.gather(-1, index).squeeze(-1).clamp_min(Scalars.Lowest(_logProbs.dtype));
        Tensor none = actions.lt(Scalars.Zero);
        Tensor impossible = _filled
            .gather(-1, index)
            .squeeze(-1)
            .eq(Scalars.NegativeInfinity)
            .logical_and(logProb.isnan().logical_not())
            .logical_or(none);
        if (_mask is not null)
        {
            // A row without a legal choice takes no action. The value gathered there is already the 0 that this counts.
            Tensor empty = _anyLegal!.squeeze(-1).logical_not();
            Tensor masked = _mask.gather(-1, index).squeeze(-1).logical_not();
            impossible = impossible.logical_or(masked).logical_and(none.logical_and(empty).logical_not());
        }

        Tensor possible = where(impossible, full_like(logProb, Scalars.NegativeInfinity), logProb);

        // No action is all that a row takes that is no distribution. The sum carries its gradient.
        Tensor isNaN = none.logical_and(IsNaN);
        return where(isNaN, _logProbs.sum(-1), possible).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Probs(Tensor? actions = null) => _choices == 0 ? _probs.narrow(-1, 0, 0) : _probs;

    /// <inheritdoc/>
    public Tensor LogProbs(Tensor? actions = null)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logProbs = where(HasProbabilityZero, full_like(_logProbs, Scalars.NegativeInfinity), FiniteLogProbs);
        return (_choices == 0 ? logProbs.narrow(-1, 0, 0) : logProbs).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor CrossEntropy(Tensor target, Tensor? actions = null)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor expected = _choices == 0 ? zeros_like(_probs) : target;
        Tensor nothing = zeros_like(_logProbs);
        Tensor isExpected = expected.detach().ne(Scalars.Zero);
        Tensor isZero = HasProbabilityZero;
        Tensor counts = isExpected.logical_and(isZero.logical_not());
        Tensor crossEntropy = where(counts, expected, nothing).mul(where(counts, FiniteLogProbs, nothing)).sum(-1).neg();
        Tensor isInfinite = isExpected.logical_and(isZero).any(-1).logical_and(crossEntropy.detach().isnan().logical_not());
        return where(isInfinite, full_like(crossEntropy, Scalars.PositiveInfinity), crossEntropy).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public IMaskedChoice AtTemperature(double temperature) => Tempered(temperature);

    /// <inheritdoc/>
    public Tensor Entropy(Tensor? actions = null)
    {
        using DisposeScope scope = NewDisposeScope();

        // Finite, and changed only where the probability is 0, so that neither the product nor its gradient under any weight is NaN.
        return _probs.mul(_logProbs.clamp_min(Scalars.LogOfZero)).sum(-1).neg().MoveToOuterDisposeScope();
    }

    /// <summary>The divergence <c>Σ p (log p - log q)</c> of each row.</summary>
    public Tensor KlDivergence(IMaskedChoice other, Tensor? actions = null)
    {
        using DisposeScope scope = NewDisposeScope();
        PlainCategorical q = (PlainCategorical)other.Plain;
        Tensor nothing = zeros_like(_logProbs);

        // A choice with probability 0 is excluded before it is multiplied, because 0 · ∞ would be NaN, in the gradient too. So is a choice
        // that the other forbids.
        Tensor happens = _probs.detach().ne(Scalars.Zero);
        Tensor escapes = IsPossible.logical_and(q.IsImpossible);
        Tensor counts = happens.logical_and(escapes.logical_not());
        Tensor difference = where(counts, _logProbs, nothing).sub(where(counts, q._logProbs, nothing));
        Tensor divergence = where(counts, _probs, nothing).mul(difference).sum(-1);
        Tensor isInfinite = escapes.any(-1).logical_and(divergence.detach().isnan().logical_not());
        return where(isInfinite, full_like(divergence, Scalars.PositiveInfinity), divergence).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void MoveToOuterDisposeScope(DisposeScope scope) => scope.MoveToOuter(Owned);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in Owned)
        {
            tensor.Dispose();
        }
    }

    private PlainCategorical Tempered(double temperature)
    {
        using DisposeScope scope = NewDisposeScope();

        // Less the greatest first, so that no temperature makes a legal logit infinite.
        using Scalar divisor = Temperatures.Clamp(temperature, isDouble: _filled.dtype == ScalarType.Float64);
        Tensor logits = _filled.sub(_filled.detach().amax([-1L], keepdim: true)).div(divisor);
        PlainCategorical tempered = _choices == 0 ? new(logits.narrow(-1, 0, 0), mask: null) : new(logits, _mask);
        tempered.MoveToOuterDisposeScope(scope);
        return tempered;
    }

    private Tensor NoActionWhereEmpty(Tensor choice)
    {
        Tensor isNone = _anyLegal is null ? IsNaN : _anyLegal.squeeze(-1).logical_not().logical_or(IsNaN);
        return where(isNone, full_like(choice, Scalars.MinusOne), choice);
    }
}
