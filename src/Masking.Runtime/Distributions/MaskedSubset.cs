using Masking.Choices;
using Masking.CompilerServices;
using Masking.Distributions;
using Masking.Errors;
using Masking.Sampling;
using Masking.Tensors;
using TorchSharp;
using Scalar = TorchSharp.Scalar;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Picks several elements of a set, one after the other and none twice, until it picks the end.
/// </summary>
/// <remarks>
/// <para>Each pick is a categorical distribution over the legal elements that are left, and the end (Vinyals et al. 2019, "Grandmaster
/// level in StarCraft II using multi-agent reinforcement learning", selected units). The end is masked before the least number of picks,
/// unless nothing else is left; after the most only the end is left. After the end nothing is drawn and nothing counts.</para>
/// <para>Picks are <c>(rows, most picks)</c> int64, padded with -1. Their log-probability and entropy are sums over the picks, and the end;
/// the entropy is that along given picks, an unbiased estimate of the exact one.</para>
/// <para>Tensors given are never changed; tensors returned are the caller's.</para>
/// </remarks>
public sealed class MaskedSubset : IMaskedChoice
{
    private readonly Func<Tensor, Tensor> _scores; // picked before (rows, picks, elements) of floating point → logits (rows, picks, elements + 1)
    private readonly Tensor _legal; // (rows, elements)
    private readonly ScalarType _precision;
    private readonly int _atLeast;
    private readonly int _atMost;
    private readonly Tensor[] _owned;
    private bool _isDisposed;

    /// <summary>Picks by logits that stay the same whatever was picked before.</summary>
    /// <param name="logits"><c>(rows, elements)</c>, floating point.</param>
    /// <param name="end"><c>(rows)</c>: the logit of the end.</param>
    /// <param name="mask"><c>(rows, elements)</c> bool, true = may be picked; null allows everything.</param>
    /// <param name="atMost">The most picks, at least 1.</param>
    /// <param name="atLeast">The least picks, 0 to <paramref name="atMost"/>.</param>
    /// <exception cref="MaskShapeException">The end or the mask do not fit the logits.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The numbers of picks contradict each other.</exception>
    public MaskedSubset(Tensor logits, Tensor end, Tensor? mask, int atMost, int atLeast = 1)
    {
        Expect.Floating(nameof(MaskedSubset), nameof(logits), logits, 2, "(rows, elements)");
        Expect.Floating(nameof(MaskedSubset), nameof(end), end, 1, "(rows)");
        Expect.Size(nameof(MaskedSubset), nameof(end), end, [logits.size(0)]);
        Expect.Mask(nameof(MaskedSubset), nameof(mask), mask, logits.shape, logits.device);
        RequireCounts(atLeast, atMost);

        using DisposeScope scope = NewDisposeScope();
        Tensor both = cat([logits, end.unsqueeze(-1)], 1).unsqueeze(1);
        _scores = picked => both.expand(-1, picked.size(1), -1);
        _precision = logits.dtype;
        _legal = mask?.clone() ?? ones_like(logits, ScalarType.Bool);
        (_atLeast, _atMost) = (atLeast, atMost);
        _owned = [both, _legal];
        scope.MoveToOuter(_owned);
    }

    /// <summary>Picks by logits that follow from what was picked before.</summary>
    /// <param name="scores">
    /// From what was picked before, <c>(rows, picks, elements)</c> of 0 and 1, to the logits <c>(rows, picks, elements + 1)</c> of the
    /// elements and the end.
    /// </param>
    /// <param name="legal"><c>(rows, elements)</c> bool.</param>
    /// <param name="precision">The element type of what the scores are given.</param>
    /// <param name="atMost">The most picks.</param>
    /// <param name="atLeast">The least picks.</param>
    internal MaskedSubset(Func<Tensor, Tensor> scores, Tensor legal, ScalarType precision, int atMost, int atLeast)
    {
        _scores = scores;
        _precision = precision;
        _legal = legal.alias();
        (_atLeast, _atMost) = (atLeast, atMost);
        _owned = [_legal];
    }

    /// <summary>The number of elements.</summary>
    public long Elements
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _legal.size(1);
        }
    }

    private long Rows => _legal.size(0);

    /// <summary>Draws the picks of every row.</summary>
    /// <param name="stream">The random numbers; takes one step of it.</param>
    /// <param name="temperature">Logits are divided by it: below 1 sharpens, above 1 flattens; masks hold at any.</param>
    /// <returns><c>(rows, most picks)</c> int64, padded with -1.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not a positive finite number.</exception>
    public Tensor Sample(RandomStream stream, double temperature = 1)
    {
        Alive.Require(_isDisposed, this);
        ArgumentNullException.ThrowIfNull(stream);
        RowUniforms uniforms = new(stream.Next(temperature), (int)Rows);
        return Pick((pick, distribution) => distribution.Sample(uniforms, pick));
    }

    /// <summary>
    /// The most probable legal element, or the end, at every pick, each under the picks before; ties to the lowest index, the end last.
    /// </summary>
    /// <returns><c>(rows, most picks)</c> int64, padded with -1.</returns>
    public Tensor Mode()
    {
        Alive.Require(_isDisposed, this);
        return Pick((_, distribution) => distribution.Mode());
    }

    /// <summary>The log-probability of the picks of each row, and of the end where one was picked.</summary>
    /// <param name="actions"><c>(rows, most picks)</c> int64, padded with -1.</param>
    /// <returns>
    /// <c>(rows)</c>: -inf for a masked element, one that is picked twice, an end that comes too early, and a pick after the end.
    /// </returns>
    /// <exception cref="MaskShapeException">The actions' shape, element type or device do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is below -1, or not below <see cref="Elements"/>.</exception>
    public Tensor LogProb(Tensor actions)
    {
        Alive.Require(_isDisposed, this);
        Check(actions);
        return LogProbOfChecked(actions);
    }

    /// <summary>The entropy of each row, in nats: the sum of the entropies of its picks along the ones given.</summary>
    /// <param name="actions">As <see cref="LogProb"/> takes them.</param>
    /// <returns><c>(rows)</c>.</returns>
    /// <inheritdoc cref="LogProb" path="/exception"/>
    public Tensor Entropy(Tensor actions)
    {
        Alive.Require(_isDisposed, this);
        Check(actions);
        return EntropyOfChecked(actions);
    }

    /// <summary>
    /// The Kullback-Leibler divergence of each row, in nats: the sum of the divergences of its picks along the ones given.
    /// </summary>
    /// <param name="other">q: a distribution of the same rows, elements and numbers of picks.</param>
    /// <param name="actions">As <see cref="LogProb"/> takes them.</param>
    /// <returns><c>(rows)</c>; +inf where <paramref name="other"/> forbids what is legal here.</returns>
    /// <exception cref="ArgumentException">The other distribution has other rows, elements or numbers of picks.</exception>
    /// <inheritdoc cref="LogProb" path="/exception"/>
    public Tensor KlDivergence(MaskedSubset other, Tensor actions)
    {
        Alive.Require(_isDisposed, this);
        ArgumentNullException.ThrowIfNull(other);
        Alive.Require(other._isDisposed, other);
        if ((Rows, Elements, _atLeast, _atMost) != (other.Rows, other.Elements, other._atLeast, other._atMost))
        {
            throw new ArgumentException(
                $"expected {Rows} rows of {_atLeast} to {_atMost} picks among {Elements} elements, got {other.Rows} of {other._atLeast} to {other._atMost} among {other.Elements}.",
                nameof(other)
            );
        }

        Check(actions);
        return KlDivergenceOfChecked(other, actions);
    }

    /// <summary>The probabilities of every pick along given ones, for looking at.</summary>
    /// <param name="actions">As <see cref="LogProb"/> takes them.</param>
    /// <returns><c>(rows, most picks, elements + 1)</c>, the end last; 0 where masked, and after the end.</returns>
    /// <inheritdoc cref="LogProb" path="/exception"/>
    public Tensor Probs(Tensor actions)
    {
        Alive.Require(_isDisposed, this);
        Check(actions);
        return ProbsOfChecked(actions);
    }

    /// <summary>Releases the tensors of this distribution.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        foreach (Tensor tensor in _owned)
        {
            tensor.Dispose();
        }
    }

    /// <summary>What it is over.</summary>
    public override string ToString() => RecordText.Of(nameof(MaskedSubset), _isDisposed, ("Legal", _legal),
        ("Picks", $"{_atLeast} to {_atMost}"));

    bool IMaskedChoice.IsReleased => _legal.IsInvalid;

    IMaskedChoice IMaskedChoice.Plain => this;

    Tensor IMaskedChoice.Sample(RowUniforms uniforms, int firstLane) =>
        Pick((pick, distribution) => distribution.Sample(uniforms, firstLane + pick));

    Tensor IMaskedChoice.LogProb(Tensor actions) => LogProbOfChecked(actions);

    Tensor IMaskedChoice.Probs(Tensor? actions) => ProbsOfChecked(actions!);

    Tensor IMaskedChoice.Entropy(Tensor? actions) => EntropyOfChecked(actions!);

    Tensor IMaskedChoice.KlDivergence(IMaskedChoice other, Tensor? actions) => KlDivergenceOfChecked((MaskedSubset)other, actions!);

    void IMaskedChoice.MoveToOuterDisposeScope(DisposeScope scope) => scope.MoveToOuter(_owned);

    /// <summary>Refuses numbers of picks that contradict each other.</summary>
    internal static void RequireCounts(int atLeast, int atMost)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(atMost);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(atMost, RandomDraw.MostLanes);
        ArgumentOutOfRangeException.ThrowIfNegative(atLeast);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(atLeast, atMost);
    }

    /// <summary>Picks one after the other.</summary>
    /// <param name="choose">From the number of a pick, and what it is picked from, to one choice a row; that behind the elements is the
    /// end.</param>
    private Tensor Pick(Func<int, IMaskedChoice, Tensor> choose)
    {
        using DisposeScope scope = NewDisposeScope();
        using Scalar end = Elements;
        Tensor elements = Indices.Of(Elements, _legal.device);
        Tensor picked = zeros_like(_legal);
        Tensor ended = zeros([Rows], ScalarType.Bool, _legal.device);
        Tensor[] picks = new Tensor[_atMost];
        for (int pick = 0; pick < _atMost; pick++)
        {
            Tensor left = _legal.logical_and(picked.logical_not());
            Tensor canEnd = pick >= _atLeast ? ones_like(ended) : left.any(-1).logical_not();
            Tensor mask = StillLegal(left, canEnd, ended);
            using IMaskedChoice distribution = Engine.Choice(_scores(picked.unsqueeze(1).to(_precision)).squeeze(1), mask);
            Tensor choice = choose(pick, distribution);
            ended = choice.lt(Scalars.Zero).logical_or(choice.ge(end));
            picks[pick] = where(ended, full_like(choice, Scalars.MinusOne), choice);
            picked = picked.logical_or(elements.eq(picks[pick].unsqueeze(-1)));
        }

        return stack(picks, 1).MoveToOuterDisposeScope();
    }

    /// <summary>The elements and, behind them, the end, as far as they may still be picked: nothing after the end.</summary>
    private static Tensor StillLegal(Tensor left, Tensor canEnd, Tensor ended) =>
        cat([left, canEnd.unsqueeze(-1)], -1).logical_and(ended.logical_not().unsqueeze(-1));

    /// <summary>All picks at once, each under the given ones before it.</summary>
    /// <returns>
    /// What each pick is taken from <c>(rows, picks, elements + 1)</c>, what it takes <c>(rows, picks)</c>, and the rows in which something
    /// is picked after the end.
    /// </returns>
    private (IMaskedChoice Distribution, Tensor Choices, Tensor Impossible) Along(Tensor actions)
    {
        using Scalar end = Elements;
        using Scalar atLeast = _atLeast;
        Tensor elements = Indices.Of(Elements, _legal.device);
        Tensor isNone = actions.lt(Scalars.Zero);
        Tensor taken = elements.eq(actions.unsqueeze(-1)).to(ScalarType.Int64);
        Tensor before = taken.cumsum(1).sub(taken).gt(Scalars.Zero);
        Tensor noneSoFar = isNone.to(ScalarType.Int64);
        Tensor ended = noneSoFar.cumsum(1).sub(noneSoFar).gt(Scalars.Zero);

        Tensor left = _legal.unsqueeze(1).logical_and(before.logical_not());
        Tensor isLate = Indices.Of(_atMost, _legal.device).ge(atLeast);
        Tensor canEnd = left.any(-1).logical_not().logical_or(isLate);
        Tensor mask = StillLegal(left, canEnd, ended);
        Tensor scores = _scores(before.to(_precision));
        Tensor choices = where(isNone, where(ended, full_like(actions, Scalars.MinusOne), full_like(actions, end)), actions);
        return (
            Engine.Choice(scores, mask),
            NoActionWhereNaN(choices, scores, mask),
            ended.logical_and(isNone.logical_not()).any(-1)
        );
    }

    /// <summary>Where scores are no distribution nothing was picked, neither an element nor the end.</summary>
    private static Tensor NoActionWhereNaN(Tensor choices, Tensor scores, Tensor mask)
    {
        Tensor greatest = where(mask, scores.detach(), full_like(scores, Scalars.NegativeInfinity)).amax([-1]);
        Tensor isNaN = greatest.isfinite().logical_not().logical_and(mask.any(-1));
        return where(isNaN, full_like(choices, Scalars.MinusOne), choices);
    }

    private Tensor LogProbOfChecked(Tensor actions)
    {
        using DisposeScope scope = NewDisposeScope();
        (IMaskedChoice distribution, Tensor choices, Tensor impossible) = Along(actions);
        Tensor logProb = distribution.LogProb(choices).sum(-1);
        return where(impossible, full_like(logProb, Scalars.NegativeInfinity), logProb).MoveToOuterDisposeScope();
    }

    private Tensor EntropyOfChecked(Tensor actions)
    {
        using DisposeScope scope = NewDisposeScope();
        return Along(actions).Distribution.Entropy().sum(-1).MoveToOuterDisposeScope();
    }

    private Tensor KlDivergenceOfChecked(MaskedSubset other, Tensor actions)
    {
        using DisposeScope scope = NewDisposeScope();
        return Along(actions).Distribution.KlDivergence(other.Along(actions).Distribution).sum(-1).MoveToOuterDisposeScope();
    }

    private Tensor ProbsOfChecked(Tensor actions)
    {
        using DisposeScope scope = NewDisposeScope();
        return Along(actions).Distribution.Probs().alias().MoveToOuterDisposeScope();
    }

    private void Check(Tensor actions) =>
        Expect.Actions(nameof(MaskedSubset), nameof(actions), actions, [Rows, _atMost], Elements, _legal.device);
}
