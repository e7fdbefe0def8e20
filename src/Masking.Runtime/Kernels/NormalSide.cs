using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Masking.Kernels;

/// <summary>
/// One side of a normal density, relative to its greatest value: <c>exp(-drop)</c> with <c>drop(v) = slope · v + v² / 2</c> for
/// <c>v ≥ 0</c> and <c>slope ≥ 0</c>.
/// </summary>
/// <remarks>
/// Its integrals are computed by quadrature over the part where the density is not negligible. The integrand is smooth there, so the
/// relative error is about 1e-15 for every slope and length. Differences of error functions would cancel in short intervals, and so would
/// the moments in the tail.
/// </remarks>
internal static class NormalSide
{
    /// <summary>Where the density has dropped by more than e^-38, it is below the rounding of float64.</summary>
    public const double NegligibleDrop = 38;

    private const int MaxNewtonSteps = 30;
    private const int ApproximateSteps = 3;
    private const double MillsConstant = 1.5957691216057308;       // the square root of 8 / π
    private const double NewtonTolerance = 1e-7;        // convergence is quadratic: the error after the last step is its square

    /// <summary>The end of the part of <c>[0, length]</c> where the density is not negligible.</summary>
    /// <param name="slope">The slope, at least 0.</param>
    /// <param name="length">The length of the side, at least 0; it may be infinite.</param>
    public static double Reach(double slope, double length) => Math.Min(length, InverseDrop(slope, NegligibleDrop));

    /// <summary>The integral of the density from 0 to <paramref name="length"/>.</summary>
    /// <inheritdoc cref="Reach"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Mass(double slope, double length)
    {
        double reach = Reach(slope, length);
        if (reach == 0)
        {
            return 0;
        }

        Vector256<double> sum = Vector256<double>.Zero;
        for (int i = 0; i < GaussLegendre.Count; i += Vector256<double>.Count)
        {
            (Vector256<double> nodes, Vector256<double> weights) = GaussLegendre.Four(i);
            Vector256<double> v = nodes * reach;
            sum = Vector256.FusedMultiplyAdd(weights, VectorExp64.Exp(-Drop(slope, v)), sum);
        }

        return reach * Vector256.Sum(sum);
    }

    /// <summary>The integrals of the density times 1, v, drop, drop · v and drop².</summary>
    /// <inheritdoc cref="Reach"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static NormalMoments Moments(double slope, double length)
    {
        double reach = Reach(slope, length);
        if (reach == 0)
        {
            return default;
        }

        Vector256<double> mass = Vector256<double>.Zero;
        Vector256<double> first = Vector256<double>.Zero;
        Vector256<double> drops = Vector256<double>.Zero;
        Vector256<double> products = Vector256<double>.Zero;
        Vector256<double> squares = Vector256<double>.Zero;
        for (int i = 0; i < GaussLegendre.Count; i += Vector256<double>.Count)
        {
            (Vector256<double> nodes, Vector256<double> weights) = GaussLegendre.Four(i);
            Vector256<double> v = nodes * reach;
            Vector256<double> drop = Drop(slope, v);
            Vector256<double> density = weights * VectorExp64.Exp(-drop);
            Vector256<double> weighted = density * drop;
            mass += density;
            first = Vector256.FusedMultiplyAdd(density, v, first);
            drops += weighted;
            products = Vector256.FusedMultiplyAdd(weighted, v, products);
            squares = Vector256.FusedMultiplyAdd(weighted, drop, squares);
        }

        return new NormalMoments(
            reach * Vector256.Sum(mass),
            reach * Vector256.Sum(first),
            reach * Vector256.Sum(drops),
            reach * Vector256.Sum(products),
            reach * Vector256.Sum(squares));
    }

    /// <summary>The v at which <see cref="Mass"/> from 0 to v is <paramref name="mass"/>; at most <paramref name="length"/>.</summary>
    /// <remarks>
    /// Newton's method on the logarithm of the mass beyond v, which is concave and decreasing. From the second step on it approaches the
    /// solution from one side.
    /// </remarks>
    /// <param name="slope">The slope, at least 0.</param>
    /// <param name="length">The length of the side, at least 0; it may be infinite.</param>
    /// <param name="mass">The mass, at least 0.</param>
    public static double InverseMass(double slope, double length, double mass)
    {
        double total = Mass(slope, double.PositiveInfinity);
        double target = -LogOfOnePlus(-Math.Min(mass / total, 1));
        if (!double.IsFinite(target))
        {
            return length;
        }

        double v = Math.Min(length, ApproximateInverse(slope, target));
        for (int step = 0; step < MaxNewtonSteps && v > 0; step++)
        {
            double drop = Drop(slope, v);
            double density = Math.Exp(-drop);

            // Near 0 the mass up to v is accurate, and farther away the mass beyond it.
            double below = drop < 1 ? Mass(slope, v) : 0;
            double beyond = drop < 1 ? total - below : density * Mass(slope + v, double.PositiveInfinity);
            double error = target + (drop < 1 ? LogOfOnePlus(-below / total) : Math.Log(beyond / total));
            double change = error * beyond / density;
            v = Math.Clamp(v + change, 0, length);
            if (Math.Abs(change) <= NewtonTolerance * v)
            {
                break;
            }
        }

        return v;
    }

    /// <summary>
    /// The v beyond which the mass is <c>exp(-target)</c> of the whole, within about a percent. The mass beyond v is the density times
    /// Mills' ratio, for which there is a simple approximation.
    /// </summary>
    private static double ApproximateInverse(double slope, double target)
    {
        double atZero = MillsRatio(slope);
        double v = InverseDrop(slope, target);
        for (int step = 0; step < ApproximateSteps; step++)
        {
            double ratio = MillsRatio(slope + v);
            v = Math.Max(0, v + (ratio * (target - Drop(slope, v) + Math.Log(ratio / atZero))));
        }

        return v > 0 ? v : target * atZero;
    }

    private static double MillsRatio(double x) => 2 / (x + double.Hypot(x, MillsConstant));

    private static double Drop(double slope, double v) => v * (slope + (v / 2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Drop(double slope, Vector256<double> v) =>
        v * Vector256.FusedMultiplyAdd(v, Vector256.Create(0.5), Vector256.Create(slope));

    /// <summary>The v of a drop. The usual formula of the root would cancel for a steep slope.</summary>
    private static double InverseDrop(double slope, double drop) =>
        drop == 0 ? 0 : 2 * drop / (slope + double.Hypot(slope, Math.Sqrt(2 * drop)));

    /// <summary>
    /// <c>log(1 + x)</c> without loss of accuracy near 0 (Kahan, see Goldberg 1991, "What Every Computer Scientist Should Know About
    /// Floating-Point Arithmetic", theorem 4).
    /// </summary>
    private static double LogOfOnePlus(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : sum == 0 ? double.NegativeInfinity : Math.Log(sum) * (x / (sum - 1));
    }
}
