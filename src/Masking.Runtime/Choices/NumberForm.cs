using Masking.Kernels;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Choices;

/// <summary>How two columns describe a number that is chosen from an interval.</summary>
/// <remarks>It has no scalars of TorchSharp, because programs without its native libraries also read declarations.</remarks>
internal sealed class NumberForm
{
    /// <summary>The number of columns of a number.</summary>
    public const int Columns = 2;

    /// <summary>The lowest logarithm of the scale in half widths of the interval.</summary>
    public const double LowestLogScale = -5;

    /// <summary>The greatest logarithm of the scale in half widths of the interval.</summary>
    public const double GreatestLogScale = 2;

    private readonly bool _isDirect;

    private NumberForm()
    {
        _isDirect = true;
        (Low, High) = (float.NegativeInfinity, float.PositiveInfinity);
    }

    /// <summary>
    /// The columns a and b of a head: with center c and half width h of the declared interval, the location is <c>c + h a</c> and the scale
    /// <c>h exp(clamp(b, -5, 2))</c>.
    /// </summary>
    /// <param name="low">The low end of the declared interval.</param>
    /// <param name="high">The high end of the declared interval.</param>
    /// <exception cref="ArgumentException">The ends are not finite, or the low end is not below the high end.</exception>
    public NumberForm(float low, float high)
    {
        if (!(float.IsFinite(low) && float.IsFinite(high) && low < high))
        {
            throw new ArgumentException($"expected an interval with finite ends and the low end below the high end, got [{low}, {high}].",
                nameof(low));
        }

        (Low, High) = (low, high);
        (Center, HalfWidth) = (((double)low + high) / 2, ((double)high - low) / 2);
    }

    /// <summary>The columns are the location and the scale, and no interval is declared.</summary>
    public static NumberForm Direct { get; } = new();

    /// <summary>The low end of the declared interval.</summary>
    public float Low { get; }

    /// <summary>The high end of the declared interval.</summary>
    public float High { get; }

    /// <summary>The center of the declared interval.</summary>
    public double Center { get; }

    /// <summary>Half the width of the declared interval.</summary>
    public double HalfWidth { get; }

    /// <summary>The element type of the chosen numbers. Those of heads are float32, whatever the element type of the policy is.</summary>
    public ScalarType ActionType(ScalarType columns) => _isDirect ? columns : ScalarType.Float32;

    /// <summary>The distribution that two columns describe under an interval, which is intersected with the declared one.</summary>
    /// <param name="columns">The two columns.</param>
    /// <param name="low">The low end.</param>
    /// <param name="high">The high end.</param>
    /// <param name="temperature">Multiplies the scale.</param>
    public TruncatedNormal Distribution(ReadOnlySpan<float> columns, float low, float high, double temperature = 1)
    {
        (double location, double scale) = _isDirect
            ? (columns[0], columns[1])
            : (Center + (HalfWidth * columns[0]), HalfWidth * Math.Exp(LogScale(columns[1])));
        return new TruncatedNormal(location, scale, Math.Max(low, Low), Math.Min(high, High), temperature);
    }

    /// <summary>Multiplies derivatives by location and scale with the derivatives of location and scale by the columns.</summary>
    /// <param name="columns">The two columns.</param>
    /// <param name="gradient">The derivatives by location and scale.</param>
    public (double First, double Second) Backpropagate(ReadOnlySpan<float> columns, (double Location, double Scale) gradient)
    {
        if (_isDirect)
        {
            return gradient;
        }

        double b = columns[1];
        double ofScale = b is < LowestLogScale or > GreatestLogScale ? 0 : HalfWidth * Math.Exp(b);
        return (HalfWidth * gradient.Location, ofScale == 0 ? 0 : ofScale * gradient.Scale);
    }

    /// <summary>Location and scale <c>(…)</c> in float64 from columns <c>(…, 2)</c> in float64.</summary>
    public (Tensor Location, Tensor Scale) LocationAndScale(Tensor columns)
    {
        (Tensor first, Tensor second) = (columns.select(-1, 0), columns.select(-1, 1));
        if (_isDirect)
        {
            return (first, second);
        }

        using Scalar center = Center;
        using Scalar halfWidth = HalfWidth;
        using Scalar lowest = LowestLogScale;
        using Scalar greatest = GreatestLogScale;
        return (first.mul(halfWidth).add(center, Scalars.One), second.clamp(lowest, greatest).exp().mul(halfWidth));
    }

    /// <summary>
    /// The ends <c>(…)</c> of intervals <c>(…, 2)</c>, intersected with the declared interval, in float64; null: the declared interval.
    /// </summary>
    /// <param name="range">The intervals.</param>
    /// <param name="like">A tensor <c>(…)</c> in float64; null if there are intervals.</param>
    public (Tensor Low, Tensor High) Ends(Tensor? range, Tensor? like)
    {
        using Scalar low = Low;
        using Scalar high = High;
        if (range is null)
        {
            return (full_like(like!, low), full_like(like!, high));
        }

        Tensor ends = range.to(ScalarType.Float64);
        return (ends.select(-1, 0).clamp_min(low), ends.select(-1, 1).clamp_max(high));
    }

    /// <summary>
    /// Numbers in half widths from the center of the declared interval, in [-1, 1] and in float64. A number outside of the interval, which
    /// is impossible, counts as the nearest end, so that it makes no logit infinite. NaN, no action, counts as 0.
    /// </summary>
    public Tensor Scaled(Tensor numbers)
    {
        using Scalar center = Center;
        using Scalar halfWidth = HalfWidth;
        Tensor scaled = numbers.to(ScalarType.Float64).sub(center).div(halfWidth).clamp(Scalars.MinusOne, Scalars.One);
        return where(scaled.isnan(), zeros_like(scaled), scaled);
    }

    /// <summary>The declared interval <c>(1, 1, 2)</c>, float32.</summary>
    public Tensor DeclaredRange(Device device) => tensor([Low, High], [1, 1, Columns], device: device);

    private static double LogScale(double b) => Math.Clamp(b, LowestLogScale, GreatestLogScale);
}
