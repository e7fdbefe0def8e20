using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Masking.Training;

/// <summary>One step of Adam on the values of a parameter.</summary>
/// <param name="step">The number t of the step, counted from 1.</param>
/// <param name="learningRate">α.</param>
/// <param name="beta1">β1.</param>
/// <param name="beta2">β2.</param>
/// <param name="epsilon">ε.</param>
/// <param name="scale">The factor that the gradient is multiplied by.</param>
internal readonly struct AdamStep(long step, double learningRate, double beta1, double beta2, double epsilon, double scale)
{
    private readonly float _keepFirst = (float)beta1;
    private readonly float _addFirst = (float)(1 - beta1);
    private readonly float _keepSecond = (float)beta2;
    private readonly float _addSecond = (float)(1 - beta2);
    private readonly float _size = (float)(learningRate / (1 - Math.Pow(beta1, step)));
    private readonly float _rootCorrection = (float)Math.Sqrt(1 - Math.Pow(beta2, step));
    private readonly float _epsilon = (float)epsilon;
    private readonly float _scale = (float)scale;

    /// <summary>
    /// Updates the values and moments. With g multiplied by the scale: <c>m = β1 m + (1 - β1) g</c>, <c>v = β2 v + (1 - β2) g²</c>,
    /// <c>x = x - α / (1 - β1^t) m / (√v / √(1 - β2^t) + ε)</c>.
    /// </summary>
    /// <param name="values">x.</param>
    /// <param name="gradient">g, of the same length.</param>
    /// <param name="firstMoment">m, of the same length.</param>
    /// <param name="secondMoment">v, of the same length.</param>
    public void Apply(Span<float> values, ReadOnlySpan<float> gradient, Span<float> firstMoment, Span<float> secondMoment)
    {
        Span<Vector<float>> x = MemoryMarshal.Cast<float, Vector<float>>(values);
        ReadOnlySpan<Vector<float>> g = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        Span<Vector<float>> m = MemoryMarshal.Cast<float, Vector<float>>(firstMoment);
        Span<Vector<float>> v = MemoryMarshal.Cast<float, Vector<float>>(secondMoment);
        Vector<float> epsilons = new(_epsilon);
        for (int i = 0; i < x.Length; i++)
        {
            Vector<float> scaled = g[i] * _scale;
            m[i] = (m[i] * _keepFirst) + (scaled * _addFirst);
            v[i] = (v[i] * _keepSecond) + (scaled * scaled * _addSecond);
            x[i] -= m[i] * _size / ((Vector.SquareRoot(v[i]) / _rootCorrection) + epsilons);
        }

        for (int i = x.Length * Vector<float>.Count; i < values.Length; i++)
        {
            float scaled = gradient[i] * _scale;
            firstMoment[i] = (firstMoment[i] * _keepFirst) + (scaled * _addFirst);
            secondMoment[i] = (secondMoment[i] * _keepSecond) + (scaled * scaled * _addSecond);
            values[i] -= firstMoment[i] * _size / ((MathF.Sqrt(secondMoment[i]) / _rootCorrection) + _epsilon);
        }
    }

    /// <summary>Returns the sum of squares. The order of summation does not depend on the vector width of the processor.</summary>
    /// <param name="gradient">The gradient.</param>
    public static double SumOfSquares(ReadOnlySpan<float> gradient)
    {
        Vector256<double> sums = Vector256<double>.Zero;
        ReadOnlySpan<Vector256<float>> vectors = MemoryMarshal.Cast<float, Vector256<float>>(gradient);
        foreach (Vector256<float> vector in vectors)
        {
            (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(vector);
            sums += (lower * lower) + (upper * upper);
        }

        double sum = Vector256.Sum(sums);
        foreach (float number in gradient[(vectors.Length * Vector256<float>.Count)..])
        {
            sum += (double)number * number;
        }

        return sum;
    }
}
