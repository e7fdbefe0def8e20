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
/// A distribution over subsets. It picks elements of a set one after the other, no element twice, until it picks the <em>end</em>, which
/// is an additional choice.
/// </summary>
/// <remarks>
/// <para>Each pick is a categorical distribution over the remaining legal elements and the end, as in the selected-units head of Vinyals et
/// al. 2019, "Grandmaster level in StarCraft II using multi-agent reinforcement learning". The end is masked before the minimum number of
/// picks, unless no legal element remains. After the maximum number of picks, picking stops without an end.</para>
/// <para>Actions are <c>(rows, maximum picks)</c> int64, padded with -1. Log-probability and entropy are sums over the picks and the end.
/// The entropy is the sum of the conditional entropies for the actions that are passed, which is an unbiased estimate of the entropy of the
/// distribution if the actions are samples of it.</para>
/// <para>Input tensors are not modified. The caller owns the tensors that the methods return.</para>
/// </remarks>
/// <example>
/// A player selects up to 3 of 10 units:
/// <code>
/// Tensor logits = randn(16, 10);                               // (rows, elements)
/// Tensor end = zeros(16);                                      // (rows): the logit of the end
/// Tensor mask = rand(16, 10) &gt; 0.5f;                           // bool, true = may be picked
/// using MaskedSubset units = new(logits, end, mask, atMost: 3);
/// Tensor actions = units.Sample(new RandomStream(seed: 1));    // (16, 3) int64, padded with -1
/// Tensor logProb = units.LogProb(actions);                     // (16)
/// Tensor entropy = units.Entropy(actions);                     // (16), in nats
/// </code>
/// </example>
public sealed class MaskedSubset : IMaskedChoice
{
    // Maps the elements picked before each pick, (rows, picks, elements) of 0 and 1, to logits (rows, picks, elements + 1).
    private readonly Func<Tensor, Tensor> _logitsOf;
    private readonly Tensor _legal;     // (rows, elements)
    private readonly ScalarType _precision;
    private readonly int _atLeast;
    private readonly int _atMost;
    private readonly double _temperature = 1;
    private readonly Tensor[] _owned;
    private bool _isDisposed;

    /// <summary>Creates a distribution whose logits do not depend on earlier picks.</summary>
    /// <param name="logits"><c>(rows, elements)</c>, floating point.</param>
    /// <param name="end"><c>(rows)</c>: the logit of the end.</param>
    /// <param name="mask"><c>(rows, elements)</c> bool, true = may be picked; null allows every element.</param>
    /// <param name="atMost">The maximum number of picks, at least 1.</param>
    /// <param name="atLeast">The minimum number of picks, from 0 to <paramref name="atMost"/>.</param>
    /// <exception cref="MaskShapeException">The logits are not floating point or do not have two axes, or the end or
    /// the mask have a wrong shape, element type or device.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="atMost"/> is not positive, or <paramref name="atLeast"/> is not from 0
    /// to <paramref name="atMost"/>.</exception>
    public MaskedSubset(Tensor logits, Tensor end, Tensor? mask, int atMost, int atLeast = 1)
    {
        Expect.Floating(nameof(MaskedSubset), nameof(logits), logits, 2, "(rows, elements)");
        Expect.Floating(nameof(MaskedSubset), nameof(end), end, 1, "(rows)");
        Expect.Size(nameof(MaskedSubset), nameof(end), end, [logits.size(0)]);
        Expect.Mask(nameof(MaskedSubset), nameof(mask), mask, logits.shape, logits.device);
        RequirePickCounts(atLeast, atMost);

        using DisposeScope scope = NewDisposeScope();
        Tensor both = cat([logits, end.unsqueeze(-1)], 1).unsqueeze(1);
        _logitsOf = picked => both.expand(-1, picked.size(1), -1);
        _precision = logits.dtype;
        _legal = mask?.clone() ?? ones_like(logits, ScalarType.Bool);
        (_atLeast, _atMost) = (atLeast, atMost);
        _owned = [both, _legal];
        scope.MoveToOuter(_owned);
    }

    /// <summary>Creates a distribution whose logits depend on earlier picks.</summary>
    /// <param name="logitsOf">
    /// Maps the elements picked before each pick, <c>(rows, picks, elements)</c> of 0 and 1, to the logits
    /// <c>(rows, picks, elements + 1)</c> of the elements and the end.
    /// </param>
    /// <param name="legal"><c>(rows, elements)</c> bool.</param>
    /// <param name="precision">The element type of the argument of <paramref name="logitsOf"/>.</param>
    /// <param name="atMost">The maximum number of picks.</param>
    /// <param name="atLeast">The minimum number of picks.</param>
    internal MaskedSubset(Func<Tensor, Tensor> logitsOf, Tensor legal, ScalarType precision, int atMost, int atLeast)
    {
        _logitsOf = logitsOf;
        _precision = precision;
        _legal = legal.alias();
        (_atLeast, _atMost) = (atLeast, atMost);
        _owned = [_legal];
    }

    /// <summary>Creates the distribution whose logits are those of another one, divided by a temperature.</summary>
    private MaskedSubset(MaskedSubset original, double temperature)
        : this(original._logitsOf, original._legal, original._precision, original._atMost, original._atLeast) => _temperature = temperature;

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

    /// <summary>Samples the picks of every row.</summary>
    /// <param name="stream">The random numbers. It advances by one step.</param>
    /// <param name="temperature">Divides the logits: a value below 1 sharpens the distribution, above 1 flattens it. Positive.</param>
    /// <returns><c>(rows, maximum picks)</c> int64, padded with -1.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not positive and finite.</exception>
    public Tensor Sample(RandomStream stream, double temperature = 1)
    {
        Alive.Require(_isDisposed, this);
        ArgumentNullException.ThrowIfNull(stream);
        RowUniforms uniforms = new(stream.Next(temperature), (int)Rows);
        return PickSequentially((pick, distribution) => distribution.Sample(uniforms, pick));
    }

    /// <summary>
    /// The most probable of the remaining elements and the end at every pick. Ties go to the lowest index, and the end comes last.
    /// </summary>
    /// <returns><c>(rows, maximum picks)</c> int64, padded with -1.</returns>
    public Tensor Mode()
    {
        Alive.Require(_isDisposed, this);
        return PickSequentially((_, distribution) => distribution.Mode());
    }

    /// <summary>The log-probability of the picks of each row, including the end where it was picked.</summary>
    /// <param name="actions"><c>(rows, maximum picks)</c> int64, padded with -1.</param>
    /// <returns>
    /// <c>(rows)</c>: -inf if a masked element is picked, an element is picked twice, the end is picked before the minimum number of picks
    /// while legal elements remain, or an element follows the end.
    /// </returns>
    /// <exception cref="MaskShapeException">The actions have a wrong shape, element type or device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is below -1, or not below <see cref="Elements"/>.</exception>
    public Tensor LogProb(Tensor actions)
    {
        Alive.Require(_isDisposed, this);
        RequireActions(actions);
        return ComputeLogProb(actions);
    }

    /// <summary>The entropy of each row in nats: the sum of the conditional entropies of its picks for the given actions.</summary>
    /// <param name="actions"><c>(rows, maximum picks)</c> int64, padded with -1.</param>
    /// <returns><c>(rows)</c>.</returns>
    /// <inheritdoc cref="LogProb(Tensor)" path="/exception"/>
    public Tensor Entropy(Tensor actions)
    {
        Alive.Require(_isDisposed, this);
        RequireActions(actions);
        return ComputeEntropy(actions);
    }

    /// <summary>
    /// The Kullback-Leibler divergence <c>KL(p ‖ q)</c> of each row in nats: the sum of the divergences of its picks for the given actions.
    /// p is this distribution.
    /// </summary>
    /// <param name="other">The distribution q, with the same rows, elements and numbers of picks.</param>
    /// <param name="actions"><c>(rows, maximum picks)</c> int64, padded with -1.</param>
    /// <returns><c>(rows)</c>: +inf where q forbids a pick that is legal in p.</returns>
    /// <exception cref="ArgumentException">The rows, the elements or the numbers of picks of the two distributions
    /// differ.</exception>
    /// <inheritdoc cref="LogProb(Tensor)" path="/exception"/>
    public Tensor KlDivergence(MaskedSubset other, Tensor actions)
    {
        Alive.Require(_isDisposed, this);
        ArgumentNullException.ThrowIfNull(other);
        Alive.Require(other._isDisposed, other);
        if ((Rows, Elements, _atLeast, _atMost) != (other.Rows, other.Elements, other._atLeast, other._atMost))
        {
            throw new ArgumentException(
                $"expected {Rows} rows of {_atLeast} to {_atMost} picks among {Elements} elements, got {other.Rows} of {other._atLeast} to "
                    + $"{other._atMost} among {other.Elements}.",
                nameof(other));
        }

        RequireActions(actions);
        return ComputeKlDivergence(other, actions);
    }

    /// <summary>The probabilities of every pick, given the earlier picks in the actions.</summary>
    /// <param name="actions"><c>(rows, maximum picks)</c> int64, padded with -1.</param>
    /// <returns><c>(rows, maximum picks, elements + 1)</c>, where the last column is the end: 0 where masked, and after the end.</returns>
    /// <inheritdoc cref="LogProb(Tensor)" path="/exception"/>
    public Tensor Probs(Tensor actions)
    {
        Alive.Require(_isDisposed, this);
        RequireActions(actions);
        return ComputeProbs(actions);
    }

    /// <summary>The log-probabilities of every pick, given the earlier picks in the actions.</summary>
    /// <param name="actions"><c>(rows, maximum picks)</c> int64, padded with -1.</param>
    /// <returns>
    /// <c>(rows, maximum picks, elements + 1)</c>, where the last column is the end: -inf, with gradient 0, where masked, and after the
    /// end.
    /// </returns>
    /// <inheritdoc cref="LogProb(Tensor)" path="/exception"/>
    public Tensor LogProbs(Tensor actions)
    {
        Alive.Require(_isDisposed, this);
        RequireActions(actions);
        return ComputeLogProbs(actions);
    }

    /// <summary>
    /// The cross-entropy <c>-Σ t log p</c> of each row in nats: the sum over its picks, each given the earlier picks in the actions.
    /// </summary>
    /// <param name="target">
    /// t: <c>(rows, maximum picks, elements + 1)</c>, floating point, where the last column is the end. A pick without a target is 0.
    /// </param>
    /// <param name="actions"><c>(rows, maximum picks)</c> int64, padded with -1.</param>
    /// <returns><c>(rows)</c>: +inf, with gradient 0, where the target of a pick that is masked is not 0.</returns>
    /// <exception cref="MaskShapeException">The target or the actions have a wrong shape, element type or device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is below -1, or not below <see cref="Elements"/>.</exception>
    public Tensor CrossEntropy(Tensor target, Tensor actions)
    {
        Alive.Require(_isDisposed, this);
        RequireActions(actions);
        Expect.Target(nameof(MaskedSubset), nameof(target), target, [Rows, _atMost, Elements + 1], _legal.device);
        return ComputeCrossEntropy(target, actions);
    }

    /// <summary>The probabilities of every pick at a temperature, given the earlier picks in the actions.</summary>
    /// <param name="actions"><c>(rows, maximum picks)</c> int64, padded with -1.</param>
    /// <param name="temperature">As for <see cref="Sample"/>.</param>
    /// <returns>As for <see cref="Probs"/>.</returns>
    /// <exception cref="MaskShapeException">The actions have a wrong shape, element type or device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is out of range, or <paramref name="temperature"/> is not positive and
    /// finite.</exception>
    public Tensor ProbsAt(Tensor actions, double temperature)
    {
        Alive.Require(_isDisposed, this);
        RandomStream.RequireTemperature(temperature);
        using MaskedSubset tempered = new(this, temperature);
        return tempered.Probs(actions);
    }

    /// <summary>The log-probability of the picks of each row at a temperature, which is that of a sample at this temperature.</summary>
    /// <param name="actions"><c>(rows, maximum picks)</c> int64, padded with -1.</param>
    /// <param name="temperature">As for <see cref="Sample"/>.</param>
    /// <returns>As for <see cref="LogProb(Tensor)"/>.</returns>
    /// <inheritdoc cref="ProbsAt" path="/exception"/>
    public Tensor LogProb(Tensor actions, double temperature)
    {
        Alive.Require(_isDisposed, this);
        RandomStream.RequireTemperature(temperature);
        using MaskedSubset tempered = new(this, temperature);
        return tempered.LogProb(actions);
    }

    /// <summary>Disposes the tensors of this distribution.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        foreach (Tensor tensor in _owned)
        {
            tensor.Dispose();
        }
    }

    /// <summary>Returns the mask and the numbers of picks.</summary>
    public override string ToString() => RecordText.Of(nameof(MaskedSubset), _isDisposed, ("Legal", _legal),
        ("Picks", $"{_atLeast} to {_atMost}"));

    bool IMaskedChoice.IsReleased => _legal.IsInvalid;

    IMaskedChoice IMaskedChoice.Plain => this;

    Tensor IMaskedChoice.Sample(RowUniforms uniforms, int firstLane) =>
        PickSequentially((pick, distribution) => distribution.Sample(uniforms, firstLane + pick));

    Tensor IMaskedChoice.LogProb(Tensor actions) => ComputeLogProb(actions);

    Tensor IMaskedChoice.Probs(Tensor? actions) => ComputeProbs(actions!);

    Tensor IMaskedChoice.LogProbs(Tensor? actions) => ComputeLogProbs(actions!);

    Tensor IMaskedChoice.CrossEntropy(Tensor target, Tensor? actions) => ComputeCrossEntropy(target, actions!);

    IMaskedChoice IMaskedChoice.AtTemperature(double temperature) => new MaskedSubset(this, temperature);

    Tensor IMaskedChoice.Entropy(Tensor? actions) => ComputeEntropy(actions!);

    Tensor IMaskedChoice.KlDivergence(IMaskedChoice other, Tensor? actions) => ComputeKlDivergence((MaskedSubset)other, actions!);

    void IMaskedChoice.MoveToOuterDisposeScope(DisposeScope scope) => scope.MoveToOuter(_owned);

    /// <summary>Requires <c>0 ≤ atLeast ≤ atMost</c> and <c>atMost ≥ 1</c>.</summary>
    internal static void RequirePickCounts(int atLeast, int atMost)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(atMost);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(atMost, RandomDraw.MaxLanes);
        ArgumentOutOfRangeException.ThrowIfNegative(atLeast);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(atLeast, atMost);
    }

    /// <summary>Picks one element after the other.</summary>
    /// <param name="choose">Chooses one element per row from the index of a pick and its distribution. The choice after the last element is
    /// the end.</param>
    private Tensor PickSequentially(Func<int, IMaskedChoice, Tensor> choose)
    {
        using DisposeScope scope = NewDisposeScope();
        using Scalar end = Elements;
        Tensor elements = Indices.Of(Elements, _legal.device);
        Tensor picked = zeros_like(_legal);
        Tensor ended = zeros([Rows], ScalarType.Bool, _legal.device);
        Tensor[] picks = new Tensor[_atMost];
        for (int pick = 0; pick < _atMost; pick++)
        {
            Tensor remaining = _legal.logical_and(picked.logical_not());
            Tensor canEnd = pick >= _atLeast ? ones_like(ended) : remaining.any(-1).logical_not();
            Tensor mask = PickMask(remaining, canEnd, ended);
            using IMaskedChoice distribution = Tempered(Engine.Choice(_logitsOf(picked.unsqueeze(1).to(_precision)).squeeze(1), mask));
            Tensor choice = choose(pick, distribution);
            ended = choice.lt(Scalars.Zero).logical_or(choice.ge(end));
            picks[pick] = where(ended, full_like(choice, Scalars.MinusOne), choice);
            picked = picked.logical_or(elements.eq(picks[pick].unsqueeze(-1)));
        }

        return stack(picks, 1).MoveToOuterDisposeScope();
    }

    /// <summary>The mask of the elements and the end, <c>(…, elements + 1)</c>. After the end, nothing is legal.</summary>
    private static Tensor PickMask(Tensor remaining, Tensor canEnd, Tensor ended) =>
        cat([remaining, canEnd.unsqueeze(-1)], -1).logical_and(ended.logical_not().unsqueeze(-1));

    /// <summary>The distributions of all picks at once, each given the earlier picks in the actions.</summary>
    /// <returns>
    /// The distribution of each pick <c>(rows, picks, elements + 1)</c>, its choice <c>(rows, picks)</c>, and the rows in which an element
    /// follows the end <c>(rows)</c> bool.
    /// </returns>
    private (IMaskedChoice Distribution, Tensor Choices, Tensor IsImpossible) Replay(Tensor actions)
    {
        using Scalar end = Elements;
        using Scalar atLeast = _atLeast;
        Tensor elements = Indices.Of(Elements, _legal.device);
        Tensor isNone = actions.lt(Scalars.Zero);
        Tensor isPicked = elements.eq(actions.unsqueeze(-1)).to(ScalarType.Int64);
        Tensor before = isPicked.cumsum(1).sub(isPicked).gt(Scalars.Zero);
        Tensor none = isNone.to(ScalarType.Int64);
        Tensor ended = none.cumsum(1).sub(none).gt(Scalars.Zero);

        Tensor remaining = _legal.unsqueeze(1).logical_and(before.logical_not());
        Tensor hasMinimum = Indices.Of(_atMost, _legal.device).ge(atLeast);
        Tensor canEnd = remaining.any(-1).logical_not().logical_or(hasMinimum);
        Tensor mask = PickMask(remaining, canEnd, ended);
        Tensor logits = _logitsOf(before.to(_precision));
        Tensor choices = where(isNone, where(ended, full_like(actions, Scalars.MinusOne), full_like(actions, end)), actions);
        return (
            Tempered(Engine.Choice(logits, mask)),
            NoActionWhereNaN(choices, logits, mask),
            ended.logical_and(isNone.logical_not()).any(-1)
        );
    }

    /// <summary>Replaces choices by -1 where the logits are not finite, because neither an element nor the end was picked there.</summary>
    private static Tensor NoActionWhereNaN(Tensor choices, Tensor logits, Tensor mask)
    {
        Tensor maximum = where(mask, logits.detach(), full_like(logits, Scalars.NegativeInfinity)).amax([-1]);
        Tensor isNotFinite = maximum.isfinite().logical_not().logical_and(mask.any(-1));
        return where(isNotFinite, full_like(choices, Scalars.MinusOne), choices);
    }

    private Tensor ComputeLogProb(Tensor actions)
    {
        using DisposeScope scope = NewDisposeScope();
        (IMaskedChoice distribution, Tensor choices, Tensor isImpossible) = Replay(actions);
        Tensor logProb = distribution.LogProb(choices).sum(-1);
        return where(isImpossible, full_like(logProb, Scalars.NegativeInfinity), logProb).MoveToOuterDisposeScope();
    }

    private Tensor ComputeEntropy(Tensor actions)
    {
        using DisposeScope scope = NewDisposeScope();
        return Replay(actions).Distribution.Entropy().sum(-1).MoveToOuterDisposeScope();
    }

    private Tensor ComputeKlDivergence(MaskedSubset other, Tensor actions)
    {
        using DisposeScope scope = NewDisposeScope();
        return Replay(actions).Distribution.KlDivergence(other.Replay(actions).Distribution).sum(-1).MoveToOuterDisposeScope();
    }

    private Tensor ComputeProbs(Tensor actions)
    {
        using DisposeScope scope = NewDisposeScope();
        return Replay(actions).Distribution.Probs().alias().MoveToOuterDisposeScope();
    }

    private Tensor ComputeLogProbs(Tensor actions)
    {
        using DisposeScope scope = NewDisposeScope();
        return Replay(actions).Distribution.LogProbs().MoveToOuterDisposeScope();
    }

    private Tensor ComputeCrossEntropy(Tensor target, Tensor actions)
    {
        using DisposeScope scope = NewDisposeScope();
        return Replay(actions).Distribution.CrossEntropy(target.to(_precision.ComputedType())).sum(-1).MoveToOuterDisposeScope();
    }

    private IMaskedChoice Tempered(IMaskedChoice distribution) =>
        _temperature == 1 ? distribution : distribution.AtTemperature(_temperature);

    private void RequireActions(Tensor actions) =>
        Expect.Actions(nameof(MaskedSubset), nameof(actions), actions, [Rows, _atMost], Elements, _legal.device);
}
