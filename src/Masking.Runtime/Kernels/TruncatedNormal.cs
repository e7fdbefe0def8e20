namespace Masking.Kernels;

/// <summary>
/// A normal distribution truncated to an interval, in float64. The density outside of the interval is exactly 0.
/// </summary>
/// <remarks>
/// <para>With <c>c</c> the point of the interval that is nearest to the location, <c>v = (x - c) / scale</c> and
/// <c>a = (c - location) / scale</c>, the density is <c>exp(-drop(v)) / (scale · Z)</c> with <c>drop(v) = a v + v² / 2 ≥ 0</c>. Nothing
/// cancels, however far the location is outside of the interval, and however short the interval is.</para>
/// <para>An interval of one number has that number with probability 1. An interval whose low end is above its high end is empty: there is
/// no number, and nothing contributes. A row whose location or scale is not finite, or whose scale is not positive, is no
/// distribution.</para>
/// </remarks>
internal readonly struct TruncatedNormal
{
    // Keeps quotients finite. Numbers of float32 do not reach it.
    private const double Extreme = 1e150;

    private readonly double _low;
    private readonly double _high;
    private readonly double _scale;
    private readonly double _anchor;        // c
    private readonly double _slope;         // a
    private readonly NormalMoments _right;
    private readonly NormalMoments _left;
    private readonly NormalMoments _both;

    /// <summary>Computes the integrals of one distribution.</summary>
    /// <param name="location">The location: the mean of the normal distribution before it is truncated.</param>
    /// <param name="scale">The scale: its standard deviation.</param>
    /// <param name="low">The low end of the interval; it may be -inf.</param>
    /// <param name="high">The high end of the interval; it may be +inf.</param>
    /// <param name="temperature">Multiplies the scale: positive and finite.</param>
    public TruncatedNormal(double location, double scale, double low, double high, double temperature = 1)
    {
        (_low, _high) = (low, high);
        IsEmpty = !(low < high) && !(low == high && double.IsFinite(low));
        IsInvalid = !IsEmpty && !(double.IsFinite(location) && double.IsFinite(scale) && scale > 0);
        IsPoint = low == high && !IsEmpty && !IsInvalid;
        if (IsEmpty || IsPoint || IsInvalid)
        {
            return;
        }

        _scale = Math.Clamp(scale * temperature, 1 / Extreme, Extreme);
        _anchor = Math.Clamp(location, low, high);
        _slope = Math.Clamp((_anchor - location) / _scale, -Extreme, Extreme);
        _right = NormalSide.Moments(Math.Max(_slope, 0), (high - _anchor) / _scale);
        _left = NormalSide.Moments(Math.Max(-_slope, 0), (_anchor - low) / _scale);
        _both = NormalMoments.OfBoth(_right, _left);
    }

    /// <summary>Whether no number is legal.</summary>
    public bool IsEmpty { get; }

    /// <summary>Whether numbers are legal, and location and scale describe no distribution.</summary>
    public bool IsInvalid { get; }

    /// <summary>Whether exactly one number is legal.</summary>
    private bool IsPoint { get; }

    private double LogMass => Math.Log(_scale * _both.Mass);

    private double MeanDrop => _both.Drop / _both.Mass;

    /// <summary>The location, moved into the interval; NaN for an empty interval and where there is no distribution.</summary>
    public double Mode => IsPoint ? _low : IsEmpty || IsInvalid ? double.NaN : _anchor;

    /// <summary>The differential entropy in nats; 0 for one number and for none, NaN where there is no distribution.</summary>
    public double Entropy => IsInvalid ? double.NaN : IsPoint || IsEmpty ? 0 : LogMass + MeanDrop;

    /// <summary>The derivatives of the entropy.</summary>
    public (double Location, double Scale) EntropyGradient
    {
        get
        {
            if (IsInvalid)
            {
                return (double.NaN, double.NaN);
            }

            if (IsPoint || IsEmpty)
            {
                return (0, 0);
            }

            double meanDistance = _both.Distance / _both.Mass;
            double covariance = (_both.DropDistance / _both.Mass) - (MeanDrop * meanDistance);
            double variance = (_both.DropDrop / _both.Mass) - (MeanDrop * MeanDrop);
            return (covariance / _scale, 2 * variance / _scale);
        }
    }

    /// <summary>The number below which a random number lies with probability <paramref name="uniform"/>.</summary>
    /// <param name="uniform">A number in (0, 1).</param>
    /// <returns>A number of the interval; NaN for an empty interval and where there is no distribution.</returns>
    public double Quantile(double uniform)
    {
        if (IsPoint || IsEmpty || IsInvalid)
        {
            return Mode;
        }

        double mass = uniform * _both.Mass;
        double v = mass < _left.Mass
            ? -NormalSide.InverseMass(Math.Max(-_slope, 0), (_anchor - _low) / _scale, _left.Mass - mass)
            : NormalSide.InverseMass(Math.Max(_slope, 0), (_high - _anchor) / _scale, mass - _left.Mass);
        return Math.Clamp(_anchor + (_scale * v), _low, _high);
    }

    /// <summary>
    /// The logarithm of the density: -inf for a number outside of the interval, and for NaN; 0 for an empty interval, whatever the number
    /// is.
    /// </summary>
    public double LogProb(double number)
    {
        bool isOutside = !(number >= _low && number <= _high);
        if (IsInvalid)
        {
            return isOutside && !double.IsNaN(number) ? double.NegativeInfinity : double.NaN;
        }

        if (IsPoint || IsEmpty || isOutside)
        {
            return IsEmpty || !isOutside ? 0 : double.NegativeInfinity;
        }

        double v = (number - _anchor) / _scale;
        return Math.Max(-DropOf(v) - LogMass, double.MinValue);
    }

    /// <summary>The derivatives of <see cref="LogProb"/>, which are 0 where it is -inf.</summary>
    public (double Location, double Scale) LogProbGradient(double number)
    {
        bool isOutside = !(number >= _low && number <= _high);
        if (IsInvalid)
        {
            return isOutside && !double.IsNaN(number) ? (0, 0) : (double.NaN, double.NaN);
        }

        if (IsPoint || IsEmpty || isOutside)
        {
            return (0, 0);
        }

        double v = (number - _anchor) / _scale;
        return ((v - (_both.Distance / _both.Mass)) / _scale, 2 * (DropOf(v) - MeanDrop) / _scale);
    }

    private double DropOf(double v) => v * (_slope + (v / 2));
}
