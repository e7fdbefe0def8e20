using Masking.Kernels;
using Masking.Sampling;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Choices;

/// <summary>
/// The reference implementation of independent bits, in tensor operations: for every device and element type, differentiable.
/// </summary>
internal sealed class PlainFlags : IMaskedChoice
{
    private readonly Tensor? _mask;
    private readonly Tensor _logOne;        // log p(1), 0 where masked
    private readonly Tensor _logZero;       // log p(0), 0 where masked
    private readonly Tensor _probs;         // p(1), 0 where masked

    /// <summary>Masks every bit.</summary>
    /// <param name="logits"><c>(…, bits)</c>, float32 or float64.</param>
    /// <param name="mask"><c>(…, bits)</c> bool, true = the bit may be 1; null allows every bit.</param>
    public PlainFlags(Tensor logits, Tensor? mask)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor filled = mask is null ? logits : where(mask, logits, zeros_like(logits));
        filled = filled.add(NaNRows(filled.detach()), Scalars.One);
        _mask = mask?.alias();
        _logOne = Legal(nn.functional.logsigmoid(filled));
        _logZero = Legal(nn.functional.logsigmoid(filled.neg()));
        _probs = Legal(filled.sigmoid());
        scope.MoveToOuter(Owned);
    }

    /// <inheritdoc/>
    public bool IsReleased => _probs.IsInvalid;

    /// <inheritdoc/>
    public IMaskedChoice Plain => this;

    private IEnumerable<Tensor> Owned => new[] { _mask, _logOne, _logZero, _probs }.OfType<Tensor>();

    /// <inheritdoc/>
    public Tensor Sample(RowUniforms uniforms, int firstLane)
    {
        using DisposeScope scope = NewDisposeScope();
        uint[] words = new uint[_probs.numel()];
        int bits = (int)_probs.size(-1);
        for (int row = 0; row < uniforms.Rows; row++)
        {
            uniforms.OfRow(row, firstLane, words.AsSpan(row * bits, bits));
        }

        double[] perBit = Array.ConvertAll(words, Uniform.Of);

        Tensor probs = uniforms.Temperature == 1 ? _probs : AtTemperature(uniforms.Temperature).Probs();
        Tensor drawn = tensor(perBit, _probs.shape).to(_probs.device).lt(probs.detach()).to(ScalarType.Int64);
        return NoActionWhereNaN(drawn).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Mode()
    {
        using DisposeScope scope = NewDisposeScope();
        return NoActionWhereNaN(_logOne.detach().gt(_logZero.detach()).to(ScalarType.Int64)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor LogProb(Tensor actions)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor isOne = actions.gt(Scalars.Zero);
        Tensor impossible = actions.lt(Scalars.Zero);
        if (_mask is not null)
        {
            impossible = impossible.logical_or(isOne.logical_and(_mask.logical_not()));
        }

        // A row with an impossible bit has gradient 0 as a whole, also where the bit is legal and its logit infinite.
        Tensor logProb = where(isOne, _logOne, _logZero).sum(-1);
        Tensor isOut = impossible
            .any(-1)
            .logical_or(logProb.detach().eq(Scalars.NegativeInfinity))
            .logical_and(logProb.detach().isnan().logical_not());
        return where(isOut, full_like(logProb, Scalars.NegativeInfinity), logProb).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Probs(Tensor? actions = null) => _probs;

    /// <inheritdoc/>
    public Tensor LogProbs(Tensor? actions = null)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor isZero = _logOne.detach().eq(Scalars.NegativeInfinity);
        isZero = _mask is null ? isZero : isZero.logical_or(_mask.logical_not());
        return where(isZero, full_like(_logOne, Scalars.NegativeInfinity), _logOne).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor CrossEntropy(Tensor target, Tensor? actions = null)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor ofZero = target.neg().add(Scalars.One, Scalars.One);
        Tensor crossEntropy = CrossTerm(target, _logOne).add(CrossTerm(ofZero, _logZero), Scalars.One).sum(-1).neg();
        Tensor escapes = IsImpossible(target, _logOne).logical_or(IsImpossible(ofZero, _logZero));
        if (_mask is not null)
        {
            escapes = escapes.logical_or(target.detach().ne(Scalars.Zero).logical_and(_mask.logical_not()));
        }

        Tensor isInfinite = escapes.any(-1).logical_and(crossEntropy.detach().isnan().logical_not());
        return where(isInfinite, full_like(crossEntropy, Scalars.PositiveInfinity), crossEntropy).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public IMaskedChoice AtTemperature(double temperature)
    {
        using DisposeScope scope = NewDisposeScope();
        using Scalar divisor = Temperatures.Clamp(temperature, isDouble: _logOne.dtype == ScalarType.Float64);
        PlainFlags tempered = new(_logOne.sub(_logZero).div(divisor), _mask);
        tempered.MoveToOuterDisposeScope(scope);
        return tempered;
    }

    /// <inheritdoc/>
    public Tensor Entropy(Tensor? actions = null)
    {
        using DisposeScope scope = NewDisposeScope();
        return Term(_probs, _logOne, null).add(Term(ProbsOfZero, _logZero, null), Scalars.One).sum(-1).neg().MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor KlDivergence(IMaskedChoice other, Tensor? actions = null)
    {
        using DisposeScope scope = NewDisposeScope();
        PlainFlags q = (PlainFlags)other.Plain;

        // A bit that is masked here is 0 for certain, which surprises the other side where it is not masked there.
        Tensor divergence = Term(_probs, _logOne, q._logOne).add(Term(ProbsOfZero, _logZero, q._logZero), Scalars.One).sum(-1);
        Tensor canBeOne = Legal(_logOne.detach().gt(Scalars.NegativeInfinity));
        Tensor cannotBeOneThere = q._logOne.detach().eq(Scalars.NegativeInfinity);
        if (q._mask is not null)
        {
            cannotBeOneThere = cannotBeOneThere.logical_or(q._mask.logical_not());
        }

        Tensor escapes = canBeOne.logical_and(cannotBeOneThere).logical_or(IsImpossible(ProbsOfZero, q._logZero));
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

    private Tensor ProbsOfZero => _probs.neg().add(Scalars.One, Scalars.One);

    /// <summary>
    /// What one value of each bit adds to the negative entropy, or to the divergence from others: <c>p log p</c> or <c>p (log p - log
    /// q)</c>. A value with probability 0 is excluded before it is multiplied, because 0 · ∞ would be NaN, in the gradient too. So is one
    /// that is impossible for the others.
    /// </summary>
    private static Tensor Term(Tensor probs, Tensor logProbs, Tensor? others)
    {
        Tensor nothing = zeros_like(probs);
        Tensor counts = probs.detach().ne(Scalars.Zero);
        if (others is null)
        {
            return where(counts, probs, nothing).mul(where(counts, logProbs, nothing));
        }

        counts = counts.logical_and(IsImpossible(probs, others).logical_not());
        return where(counts, probs, nothing).mul(where(counts, logProbs, nothing).sub(where(counts, others, nothing)));
    }

    /// <summary>What one value of each bit adds to the negative cross-entropy: <c>t log p</c>, or 0 where t is 0 or p is.</summary>
    private static Tensor CrossTerm(Tensor target, Tensor logProbs)
    {
        Tensor nothing = zeros_like(logProbs);
        Tensor counts = target.detach().ne(Scalars.Zero).logical_and(logProbs.detach().ne(Scalars.NegativeInfinity));
        return where(counts, target, nothing).mul(where(counts, logProbs, nothing));
    }

    /// <summary>Where a value that happens here has probability 0 for others.</summary>
    private static Tensor IsImpossible(Tensor probs, Tensor others) =>
        probs.detach().ne(Scalars.Zero).logical_and(others.detach().eq(Scalars.NegativeInfinity));

    /// <summary>NaN <c>(…, 1)</c> in the rows with a NaN, and 0 in others: one such logit makes its whole row NaN.</summary>
    private static Tensor NaNRows(Tensor filled)
    {
        Tensor isNaN = filled.isnan().any(-1, keepdim: true);
        return zeros_like(isNaN, filled.dtype).masked_fill(isNaN, Scalars.NaN);
    }

    private Tensor NoActionWhereNaN(Tensor bits) =>
        where(_probs.detach().isnan().any(-1, keepdim: true), full_like(bits, Scalars.MinusOne), bits);

    private Tensor Legal(Tensor perBit) => _mask is null ? perBit : where(_mask, perBit, zeros_like(perBit));
}
