using Masking.Kernels;
using Masking.Sampling;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Choices;

/// <summary>
/// The reference implementation of a number that is chosen from an interval, in tensor operations of float64: for every device,
/// differentiable twice. <see cref="TruncatedNormal"/> states the formulas.
/// </summary>
internal sealed class PlainInterval : IMaskedChoice
{
    private static readonly Scalar Half = 0.5;
    private static readonly Scalar TwiceDrop = 2 * NormalSide.NegligibleDrop;
    private static readonly Scalar RootOfTwiceDrop = Math.Sqrt(2 * NormalSide.NegligibleDrop);
    private static readonly Scalar SmallestScale = 1e-150;
    private static readonly Scalar GreatestScale = 1e150;
    private static readonly Scalar SteepestFall = -1e150;

    private readonly NumberForm _form;
    private readonly ScalarType _type;
    private readonly Tensor _columns;
    private readonly Tensor? _range;
    private readonly Tensor _location;      // (…), as given
    private readonly Tensor _scale;
    private readonly Tensor _low;
    private readonly Tensor _high;
    private readonly Tensor _isEmpty;       // no number is legal
    private readonly Tensor _isInvalid;     // numbers are legal, and location and scale describe no distribution
    private readonly Tensor _isUsual;       // neither of both, nor a single number
    private readonly Tensor _nothing;       // 0, and NaN with the gradient NaN in invalid rows
    private readonly Tensor _safeScale;     // 1 in rows that are not usual
    private readonly Tensor _anchor;        // the number of the interval that is nearest to the location; without gradient
    private readonly Tensor _slope;
    private readonly Tensor _distances;     // (…, nodes): x - anchor of the nodes of the quadrature; without gradient
    private readonly Tensor _drops;         // (…, nodes)
    private readonly Tensor _masses;        // (…, nodes): weight times density, whose sum is 1
    private readonly Tensor _logMass;       // (…)

    /// <summary>Computes the integrals.</summary>
    /// <param name="columns"><c>(…, 2)</c>, float32 or float64.</param>
    /// <param name="range"><c>(…, 2)</c>: the low and the high end; null allows the declared interval.</param>
    /// <param name="form">What the columns mean.</param>
    /// <param name="temperature">Multiplies the scale.</param>
    public PlainInterval(Tensor columns, Tensor? range, NumberForm form, double temperature = 1)
    {
        using DisposeScope scope = NewDisposeScope();
        _form = form;
        _type = columns.dtype;
        Tensor numbers = columns.to(ScalarType.Float64);
        (_columns, _range) = (columns.alias(), range?.alias());
        (_location, Tensor scale) = form.LocationAndScale(numbers);
        using Scalar factor = temperature;
        _scale = temperature == 1 ? scale : scale.mul(factor).clamp(SmallestScale, GreatestScale);
        (_low, _high) = form.Ends(range, _location.detach());
        Tensor isPoint = _low.eq(_high).logical_and(_low.isfinite());
        _isEmpty = _low.lt(_high).logical_or(isPoint).logical_not();
        Tensor isValid = numbers.detach().isfinite().all(-1).logical_and(scale.detach().gt(Scalars.Zero));
        _isInvalid = _isEmpty.logical_or(isValid).logical_not();
        _isUsual = _isEmpty.logical_or(isPoint).logical_not().logical_and(isValid);
        _nothing = NaNWhere(_isInvalid, numbers);

        Tensor location = where(_isUsual, _location, zeros_like(_location));
        Tensor low = where(_isUsual, _low, full_like(_low, Scalars.MinusOne));
        Tensor high = where(_isUsual, _high, ones_like(_high));
        _safeScale = where(_isUsual, _scale, ones_like(_scale)).clamp(SmallestScale, GreatestScale);
        _anchor = location.detach().maximum(low).minimum(high);
        _slope = _anchor.sub(location).div(_safeScale).clamp(SteepestFall, GreatestScale);
        Tensor right = Side(_slope.detach(), high.sub(_anchor), out Tensor rightWeights);
        Tensor left = Side(_slope.detach().neg(), _anchor.sub(low), out Tensor leftWeights);
        _distances = cat([right, left.neg()], -1);
        _drops = Drop(_slope.unsqueeze(-1), _distances.div(_safeScale.unsqueeze(-1)));
        Tensor densities = cat([rightWeights, leftWeights], -1).mul(_drops.neg().exp());
        Tensor mass = densities.sum(-1);
        _masses = densities.div(mass.unsqueeze(-1));
        _logMass = mass.log();
        MoveToOuterDisposeScope(scope);
    }

    /// <inheritdoc/>
    public bool IsReleased => _masses.IsInvalid;

    /// <inheritdoc/>
    public IMaskedChoice Plain => this;

    private IEnumerable<Tensor> Owned =>
    [
        _columns, .. _range is null ? Array.Empty<Tensor>() : [_range], _location, _scale, _low, _high, _isEmpty, _isInvalid, _isUsual,
        _nothing, _safeScale, _anchor, _slope, _distances, _drops, _masses, _logMass,
    ];

    /// <inheritdoc/>
    public Tensor Sample(RowUniforms uniforms, int firstLane)
    {
        using DisposeScope scope = NewDisposeScope();
        ReadOnlySpan<double> location = HostMemory.Read<double>(_location.detach());
        ReadOnlySpan<double> scale = HostMemory.Read<double>(_scale.detach());
        ReadOnlySpan<double> low = HostMemory.Read<double>(_low);
        ReadOnlySpan<double> high = HostMemory.Read<double>(_high);
        double[] random = uniforms.Of(firstLane);
        for (int row = 0; row < random.Length; row++)
        {
            TruncatedNormal distribution = new(location[row], scale[row], low[row], high[row], uniforms.Temperature);
            random[row] = distribution.Quantile(random[row]);
        }

        return Action(tensor(random, _location.shape).to(_location.device)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Mode()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor mode = _location.detach().maximum(_low).minimum(_high);
        Tensor isNone = _isEmpty.logical_or(_isInvalid);
        return Action(mode.masked_fill(isNone, Scalars.NaN)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor LogProb(Tensor actions)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor numbers = actions.to(ScalarType.Float64);
        Tensor isInside = numbers.ge(_low).logical_and(numbers.le(_high));
        Tensor counts = isInside.logical_and(_isUsual);
        Tensor distance = where(counts, numbers, _anchor).sub(_anchor).div(_safeScale);
        Tensor density = Drop(_slope, distance).add(_logMass, Scalars.One).neg().clamp_min(Scalars.Lowest(_type));
        Tensor isImpossible = _isEmpty.logical_or(isInside).logical_or(_isInvalid.logical_and(numbers.isnan())).logical_not();
        Tensor logProb = where(isImpossible, full_like(density, Scalars.NegativeInfinity), where(counts, density, _nothing));
        return logProb.to(_type).MoveToOuterDisposeScope();
    }

    /// <summary>Location and scale <c>(…, 2)</c> of the normal distribution before it is truncated.</summary>
    public Tensor Probs(Tensor? actions = null) => stack([_location, _scale], -1).to(_type);

    /// <inheritdoc/>
    public Tensor LogProbs(Tensor? actions = null) => throw new NotSupportedException("An interval has infinitely many choices.");

    /// <inheritdoc/>
    public Tensor CrossEntropy(Tensor target, Tensor? actions = null) =>
        throw new NotSupportedException("An interval has infinitely many choices.");

    /// <inheritdoc/>
    public IMaskedChoice AtTemperature(double temperature) => new PlainInterval(_columns, _range, _form, temperature);

    /// <inheritdoc/>
    public Tensor Entropy(Tensor? actions = null)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor entropy = _logMass.add(_masses.mul(_drops).sum(-1), Scalars.One);
        return where(_isUsual, entropy, _nothing).to(_type).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The divergence <c>∫ p (log p - log q)</c> of each row: +inf where the interval of p exceeds that of q, and where only one of them
    /// has a density.
    /// </summary>
    public Tensor KlDivergence(IMaskedChoice other, Tensor? actions = null)
    {
        using DisposeScope scope = NewDisposeScope();
        PlainInterval q = (PlainInterval)other.Plain;
        Tensor counts = _isUsual.logical_and(q._isUsual).logical_and(_low.ge(q._low)).logical_and(_high.le(q._high));

        // A row that is not counted is compared with itself, because 0 · ∞ would be NaN, in the gradient too.
        Tensor anchor = where(counts, q._anchor, _anchor);
        Tensor scale = where(counts, q._safeScale, _safeScale);
        Tensor distances = _anchor.sub(anchor).unsqueeze(-1).add(_distances, Scalars.One).div(scale.unsqueeze(-1));
        Tensor drops = Drop(where(counts, q._slope, _slope).unsqueeze(-1), distances);
        Tensor logMass = where(counts, q._logMass, _logMass);
        Tensor divergence = _masses.mul(drops.sub(_drops)).sum(-1).add(logMass, Scalars.One).sub(_logMass);
        Tensor isSamePoint = _low.eq(_high).logical_and(q._low.eq(_low)).logical_and(q._high.eq(_high));
        Tensor isInvalid = _isInvalid.logical_or(q._isInvalid).logical_and(_isEmpty.logical_not());
        Tensor isInfinite = counts.logical_or(_isEmpty).logical_or(isSamePoint).logical_or(isInvalid).logical_not();
        Tensor invalid = where(isInvalid, _nothing.add(q._nothing, Scalars.One), zeros_like(_nothing));
        Tensor rest = where(isInfinite, full_like(divergence, Scalars.PositiveInfinity), invalid);
        return where(counts, divergence, rest).to(_type).MoveToOuterDisposeScope();
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

    /// <summary>
    /// Zeros <c>(…)</c>, and NaN with the gradient NaN in the given rows. A product with NaN alone would give other rows NaN in the
    /// gradient.
    /// </summary>
    private static Tensor NaNWhere(Tensor rows, Tensor columns)
    {
        Tensor own = where(rows.unsqueeze(-1), columns, zeros_like(columns)).sum(-1);
        return own.mul(zeros_like(own).masked_fill(rows, Scalars.NaN));
    }

    private static Tensor Drop(Tensor slope, Tensor distance) => distance.mul(slope.add(distance.mul(Half), Scalars.One));

    /// <summary>The nodes of one side of the anchor, and their weights, both <c>(…, nodes)</c> and in units of the numbers.</summary>
    /// <param name="slope">The slope towards this side; negative where the side has no length.</param>
    /// <param name="length">The length of the side.</param>
    /// <param name="weights">The weights of the nodes.</param>
    private Tensor Side(Tensor slope, Tensor length, out Tensor weights)
    {
        Tensor fall = slope.clamp_min(Scalars.Zero);
        Tensor reach = fall.add(fall.hypot(full_like(fall, RootOfTwiceDrop)), Scalars.One).reciprocal().mul(TwiceDrop);
        Tensor end = reach.mul(_safeScale.detach()).minimum(length).unsqueeze(-1);
        weights = end.mul(tensor(GaussLegendre.Weights.ToArray(), device: end.device));
        return end.mul(tensor(GaussLegendre.Nodes.ToArray(), device: end.device));
    }

    private Tensor Action(Tensor numbers) => numbers.to(_form.ActionType(_type));
}
