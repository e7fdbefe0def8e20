using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Masking.Kernels;

/// <summary>
/// Independent bits of one row, each 1 with probability <c>σ(logit)</c>. A masked bit and the padding have the logit -inf: they are 0 with
/// probability 1, and contribute 0 to log-probability, entropy and gradients.
/// </summary>
internal static class Bits
{
    private const double LastUnit = 1L << 52;

    /// <summary>
    /// Draws every bit: 1 where the uniform number is below its probability, 0 where masked; -1 everywhere in a row with a NaN.
    /// </summary>
    /// <param name="logits">The row.</param>
    /// <param name="temperature">The divisor of the logits.</param>
    /// <param name="words">A random word for each logit.</param>
    /// <param name="bits">Receives one bit for each logit.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Draw(ReadOnlySpan<float> logits, float temperature, ReadOnlySpan<uint> words, Span<long> bits)
    {
        Vector256<float> divisor = Vector256.Create(temperature);
        Vector256<float> areNumbers = Vector256<float>.AllBitsSet;
        for (int i = 0; i < logits.Length; i += Lanes.Count)
        {
            Vector256<float> values = At(logits, i);
            areNumbers &= Vector256.Equals(values, values);
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Sigmoid(values / divisor));
            (Vector256<ulong> lowWords, Vector256<ulong> highWords) = Vector256.Widen(Vector256.Create(words.Slice(i, Lanes.Count)));
            Drawn(lowWords, low).CopyTo(bits.Slice(i, Lanes.Count / 2));
            Drawn(highWords, high).CopyTo(bits.Slice(i + (Lanes.Count / 2), Lanes.Count / 2));
        }

        if (!Vector256.EqualsAll(areNumbers.AsInt32(), Vector256<int>.AllBitsSet))
        {
            bits.Fill(-1);
        }
    }

    /// <summary>
    /// The more probable value of each bit; 0 where both are equally probable or the bit is masked; -1 everywhere in a row with a NaN.
    /// </summary>
    public static void Mode(ReadOnlySpan<float> logits, Span<long> bits)
    {
        bool areNumbers = true;
        for (int i = 0; i < bits.Length; i++)
        {
            areNumbers &= !float.IsNaN(logits[i]);
            bits[i] = logits[i] > 0 ? 1 : 0;
        }

        if (!areNumbers)
        {
            bits.Fill(-1);
        }
    }

    /// <summary>The joint log-probability of bits; -inf where a masked bit is 1 or a bit is -1; NaN in a row with a NaN.</summary>
    /// <param name="logits">The row.</param>
    /// <param name="bits">The first bit, with readable memory up to the row stride.</param>
    /// <param name="count">The number of bits of the row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static float LogProb(ReadOnlySpan<float> logits, ref long bits, int count)
    {
        Vector256<float> total = Vector256<float>.Zero;
        Vector256<int> impossible = Vector256<int>.Zero;
        for (int i = 0; i < logits.Length; i += Lanes.Count)
        {
            Vector256<float> values = At(logits, i);
            Vector256<int> chosen = BitsAt(ref bits, i, count);
            impossible |= chosen;
            total -= Softplus(Vector256.ConditionalSelect(IsOne(chosen), -values, values));
        }

        float sum = Lanes.Sum(total);
        return !float.IsNaN(sum) && Vector256.LessThanAny(impossible, Vector256<int>.Zero) ? float.NegativeInfinity : sum;
    }

    /// <summary>The entropy: the sum over legal bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static float Entropy(ReadOnlySpan<float> logits)
    {
        Vector256<float> total = Vector256<float>.Zero;
        for (int i = 0; i < logits.Length; i += Lanes.Count)
        {
            // H = softplus(l) - l σ(l) is symmetric in l, and accurate for negative l.
            Vector256<float> negative = -Vector256.Abs(At(logits, i));
            total += Softplus(negative) - (ShiftedRow.Finite(negative) * Sigmoid(negative));
        }

        return Lanes.Sum(total);
    }

    /// <summary>
    /// The gradient of the log-probability, <c>g (bit - σ)</c>, and of the entropy, <c>-h l σ (1 - σ)</c>: 0 where masked.
    /// </summary>
    /// <param name="logits">The row.</param>
    /// <param name="bits">As for <see cref="LogProb"/>.</param>
    /// <param name="count">The number of bits of the row.</param>
    /// <param name="ofLogProb">The upstream gradient of the log-probability; 0 where that is -inf.</param>
    /// <param name="ofEntropy">The upstream gradient of the entropy.</param>
    /// <param name="result">Receives one number for each logit.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Gradient(ReadOnlySpan<float> logits, ref long bits, int count, float ofLogProb, float ofEntropy, Span<float> result)
    {
        for (int i = 0; i < logits.Length; i += Lanes.Count)
        {
            // σ(-l) is 1 - σ(l) without cancellation.
            Vector256<float> values = At(logits, i);
            Vector256<float> one = Sigmoid(values);
            Vector256<float> zero = Sigmoid(-values);
            Vector256<float> slope = Vector256.ConditionalSelect(IsOne(BitsAt(ref bits, i, count)), zero, -one) * ofLogProb;
            (slope - (Bounded(values) * (one * zero) * ofEntropy)).CopyTo(result.Slice(i, Lanes.Count));
        }
    }

    /// <summary>1 where the uniform number of a word is below a probability.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Drawn(Vector256<ulong> words, Vector256<double> probs)
    {
        // A word in the lowest bits of a double of 2^52 adds its integer value.
        Vector256<double> exact = (words | Vector256.Create(LastUnit).AsUInt64()).AsDouble() - Vector256.Create(LastUnit);
        Vector256<double> numbers = (exact + Vector256.Create(0.5)) * Vector256.Create(Uniform.Unit);
        return Vector256.LessThan(numbers, probs).AsInt64() & Vector256<long>.One;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> At(ReadOnlySpan<float> logits, int first) => Vector256.Create(logits.Slice(first, Lanes.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> BitsAt(ref long bits, int first, int count) =>
        Vector256.Narrow(Vector256.LoadUnsafe(ref bits, (nuint)first), Vector256.LoadUnsafe(ref bits, (nuint)first + (Lanes.Count / 2)))
        & Lanes.Prefix(count - first);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> IsOne(Vector256<int> bits) => Vector256.GreaterThan(bits, Vector256<int>.Zero).AsSingle();

    /// <summary>Clamps logits to the range in which σ (1 - σ) is positive, so that the product with it is not 0 · ∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Bounded(Vector256<float> values) =>
        Vector256.MinNative(ShiftedRow.Finite(values), Vector256.Create(-VectorExp.Lowest));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Sigmoid(Vector256<float> values)
    {
        Vector256<float> small = VectorExp.Exp(-Vector256.Abs(values));
        Vector256<float> numerator = Vector256.ConditionalSelect(
            Vector256.LessThan(values, Vector256<float>.Zero),
            small,
            Vector256<float>.One
        );
        return numerator / (Vector256<float>.One + small);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Softplus(Vector256<float> values) =>
        Vector256.MaxNative(values, Vector256<float>.Zero) + LogOnePlus(VectorExp.Exp(-Vector256.Abs(values)));

    /// <summary>
    /// <c>log(1 + x) = 2 artanh(x / (2 + x))</c> of numbers from 0 to 1, by the series of the inverse hyperbolic tangent: within 1e-7
    /// relative.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LogOnePlus(Vector256<float> x)
    {
        Vector256<float> ratio = x / (x + Vector256.Create(2f));
        Vector256<float> square = ratio * ratio;
        Vector256<float> series = Vector256.Create(1f / 13);
        series = Vector256.FusedMultiplyAdd(series, square, Vector256.Create(1f / 11));
        series = Vector256.FusedMultiplyAdd(series, square, Vector256.Create(1f / 9));
        series = Vector256.FusedMultiplyAdd(series, square, Vector256.Create(1f / 7));
        series = Vector256.FusedMultiplyAdd(series, square, Vector256.Create(1f / 5));
        series = Vector256.FusedMultiplyAdd(series, square, Vector256.Create(1f / 3));
        series = Vector256.FusedMultiplyAdd(series, square, Vector256<float>.One);
        return ratio * series * Vector256.Create(2f);
    }
}
