using Masking.Kernels;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Choices;

/// <summary>
/// What a categorical distribution means, in operations of the tensor library: on any device, of any element type, with gradient.
/// </summary>
internal sealed class PlainCategorical : IDisposable
{
    private readonly Tensor? _anyLegal;     // (…, 1), null where every row has a legal choice by construction
    private readonly Tensor _filled;        // logits, -inf where masked, 0 in rows without a legal choice

    public PlainCategorical(Tensor logits, Tensor? mask)
    {
        using DisposeScope scope = NewDisposeScope();
        Mask = mask?.alias();
        if (Mask is null)
        {
            _filled = logits.alias();
            LogProbs = nn.functional.log_softmax(_filled, -1);
            Probs = nn.functional.softmax(_filled, -1);
        }
        else
        {
            _anyLegal = Mask.any(-1, keepdim: true);
            Tensor nothing = zeros_like(_anyLegal, logits.dtype);
            _filled = where(Mask, logits, nothing.masked_fill(_anyLegal, Scalars.NegativeInfinity));
            LogProbs = where(Mask, nn.functional.log_softmax(_filled, -1), nothing);
            Probs = where(Mask, nn.functional.softmax(_filled, -1), nothing);
        }

        MoveToOuterDisposeScope(scope);
    }

    public Tensor Probs { get; }

    /// <summary>-inf where legal and further below the greatest than the element type reaches.</summary>
    public Tensor LogProbs { get; }

    public Tensor? Mask { get; }

    /// <summary>The choices <c>(…, choices)</c> that are legal and have a probability, however small.</summary>
    private Tensor IsPossible
    {
        get
        {
            Tensor isPossible = LogProbs.detach().gt(Scalars.NegativeInfinity);
            return Mask is null ? isPossible : isPossible.logical_and(Mask);
        }
    }

    /// <summary>The choices <c>(…, choices)</c> that are masked, or have a logit of -inf.</summary>
    private Tensor IsImpossible
    {
        get
        {
            Tensor isImpossible = LogProbs.detach().eq(Scalars.NegativeInfinity);
            return Mask is null ? isImpossible : isImpossible.logical_or(Mask.logical_not());
        }
    }

    /// <summary>The rows <c>(…)</c> whose legal logits are no distribution: one is NaN or +inf, or all are -inf.</summary>
    private Tensor IsNaN => LogProbs.detach().isnan().any(-1);

    private IEnumerable<Tensor> Owned => new[] { _filled, LogProbs, Probs, Mask, _anyLegal }.OfType<Tensor>();

    public Tensor Sample(double[] uniforms, double temperature)
    {
        using DisposeScope scope = NewDisposeScope();

        // On the CPU a cumulative sum is sequential, so it never falls, and it does not rise over a masked choice; a
        // parallel sum promises neither. In float64, and with u <= 1 - 2^-33, u * total stays below total.
        Tensor probs = temperature == 1 ? Probs : ProbsAt(temperature);
        Tensor cumulative = probs.detach().cpu().to(ScalarType.Float64).cumsum(-1);
        Tensor total = cumulative.narrow(-1, cumulative.size(-1) - 1, 1);
        Tensor threshold = tensor(uniforms, total.shape).mul(total);
        Tensor choice = searchsorted(cumulative, threshold, right: true).squeeze(-1).to(_filled.device);
        return NoActionWhereEmpty(choice).MoveToOuterDisposeScope();
    }

    public Tensor Mode()
    {
        using DisposeScope scope = NewDisposeScope();
        return NoActionWhereEmpty(_filled.detach().argmax(-1)).MoveToOuterDisposeScope();
    }

    public Tensor LogProb(Tensor actions)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor index = actions.clamp_min(Scalars.Zero).unsqueeze(-1);

        // A finite legal logit has a finite log-probability, however far it lies below the greatest.
        Tensor logProb = LogProbs.gather(-1, index).squeeze(-1).clamp_min(Scalars.Lowest(LogProbs.dtype));
        Tensor none = actions.lt(Scalars.Zero);
        Tensor impossible = _filled
            .gather(-1, index)
            .squeeze(-1)
            .eq(Scalars.NegativeInfinity)
            .logical_and(logProb.isnan().logical_not())
            .logical_or(none);
        if (Mask is not null)
        {
            // A row without a legal choice takes no action. The value gathered there is already the 0 that this counts.
            Tensor empty = _anyLegal!.squeeze(-1).logical_not();
            Tensor masked = Mask.gather(-1, index).squeeze(-1).logical_not();
            impossible = impossible.logical_or(masked).logical_and(none.logical_and(empty).logical_not());
        }

        Tensor possible = where(impossible, full_like(logProb, Scalars.NegativeInfinity), logProb);

        // No action is all that a row takes that is no distribution. The sum carries its gradient.
        Tensor isNaN = none.logical_and(IsNaN);
        return where(isNaN, LogProbs.sum(-1), possible).MoveToOuterDisposeScope();
    }

    public Tensor Entropy()
    {
        using DisposeScope scope = NewDisposeScope();

        // Finite, and changed only where the probability is 0, so that neither the product nor its gradient under any weight is NaN.
        return Probs.mul(LogProbs.clamp_min(Scalars.LogOfNothing)).sum(-1).neg().MoveToOuterDisposeScope();
    }

    /// <summary>The divergence <c>Σ p (log p - log q)</c> of each row.</summary>
    public Tensor KlDivergence(PlainCategorical other)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor nothing = zeros_like(LogProbs);

        // A choice with probability 0 is excluded before it is multiplied, because 0 · ∞ would be NaN, in the gradient too. So is a choice
        // that the other forbids.
        Tensor happens = Probs.detach().ne(Scalars.Zero);
        Tensor escapes = IsPossible.logical_and(other.IsImpossible);
        Tensor counts = happens.logical_and(escapes.logical_not());
        Tensor difference = where(counts, LogProbs, nothing).sub(where(counts, other.LogProbs, nothing));
        Tensor divergence = where(counts, Probs, nothing).mul(difference).sum(-1);
        Tensor isInfinite = escapes.any(-1).logical_and(divergence.detach().isnan().logical_not());
        return where(isInfinite, full_like(divergence, Scalars.PositiveInfinity), divergence).MoveToOuterDisposeScope();
    }

    public void MoveToOuterDisposeScope(DisposeScope scope) => scope.MoveToOuter(Owned);

    public void Dispose()
    {
        foreach (Tensor tensor in Owned)
        {
            tensor.Dispose();
        }
    }

    private Tensor ProbsAt(double temperature)
    {
        // Less the greatest first, so that no temperature makes a legal logit infinite.
        using Scalar divisor = Temperatures.ReachableInDouble(temperature);
        Tensor filled = _filled.detach();
        Tensor probs = nn.functional.softmax(filled.sub(filled.amax([-1L], keepdim: true)).div(divisor), -1);
        return Mask is null ? probs : where(Mask, probs, zeros_like(probs));
    }

    private Tensor NoActionWhereEmpty(Tensor choice)
    {
        Tensor isNone = _anyLegal is null ? IsNaN : _anyLegal.squeeze(-1).logical_not().logical_or(IsNaN);
        return where(isNone, full_like(choice, Scalars.MinusOne), choice);
    }
}
