using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Masking.Kernels;

/// <summary>Gauss-Legendre quadrature on [0, 1] with 24 nodes. It integrates polynomials up to degree 47 exactly.</summary>
internal static class GaussLegendre
{
    /// <summary>The number of nodes, which is a multiple of the lanes of a vector.</summary>
    public const int Count = 24;

    private const int NewtonSteps = 8;

    private static readonly (double[] Nodes, double[] Weights) Rule = Compute();

    /// <summary>The nodes, in ascending order.</summary>
    public static ReadOnlySpan<double> Nodes => Rule.Nodes;

    /// <summary>The weights, whose sum is 1.</summary>
    public static ReadOnlySpan<double> Weights => Rule.Weights;

    /// <summary>Four consecutive nodes and their weights.</summary>
    /// <param name="first">The index of the first node.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<double> Nodes, Vector256<double> Weights) Four(int first) =>
        (Vector256.Create(Nodes.Slice(first, 4)), Vector256.Create(Weights.Slice(first, 4)));

    /// <summary>
    /// Finds the roots of the Legendre polynomial by Newton's method (Press et al. 2007, "Numerical Recipes", section 4.6).
    /// </summary>
    private static (double[] Nodes, double[] Weights) Compute()
    {
        double[] nodes = new double[Count];
        double[] weights = new double[Count];
        for (int i = 0; i < Count; i++)
        {
            double x = -Math.Cos(Math.PI * (i + 0.75) / (Count + 0.5));
            double derivative = 0;
            for (int step = 0; step < NewtonSteps; step++)
            {
                (double value, derivative) = Legendre(x);
                x -= value / derivative;
            }

            nodes[i] = (1 + x) / 2;
            weights[i] = 1 / ((1 - (x * x)) * derivative * derivative);
        }

        return (nodes, weights);
    }

    /// <summary>The Legendre polynomial of degree <see cref="Count"/>, and its derivative.</summary>
    private static (double Value, double Derivative) Legendre(double x)
    {
        (double before, double value) = (1, x);
        for (int degree = 2; degree <= Count; degree++)
        {
            (before, value) = (value, ((((2 * degree) - 1) * x * value) - ((degree - 1) * before)) / degree);
        }

        return (value, Count * ((x * value) - before) / ((x * x) - 1));
    }
}
