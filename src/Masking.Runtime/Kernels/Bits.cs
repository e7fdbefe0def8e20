using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Masking.Kernels;

/// <summary>
/// Independent bits of one row, each with probability <c>σ(logit)</c>. A masked bit has the logit -inf: it is 0 for certain, so that it counts nothing anywhere. So it is in the padding.
/// </summary>
internal static class Bits
{
    /// <summary>Draws every bit: 1 where the uniform number lies below its probability, 0 where masked.</summary>
    /// <param name="logits">The row.</param>
    /// <param name="temperature">What logits are divided by.</param>
    /// <param name="words">A random word for each logit.</param>
    /// <param name="bits">As many as logits.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Draw(ReadOnlySpan<float> logits, float temperature, ReadOnlySpan<uint> words, Span<long> bits)
    {
        Vector512<float> divisor = Vector512.Create(temperature);
        for (int i = 0; i < logits.Length; i += Lanes.Count)
        {
            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Sigmoid(At(logits, i) / divisor));
            (Vector512<ulong> lowWords, Vector512<ulong> highWords) = Vector512.Widen(Vector512.Create(words.Slice(i, Lanes.Count)));
            Drawn(lowWords, low).CopyTo(bits.Slice(i, Lanes.Count / 2));
            Drawn(highWords, high).CopyTo(bits.Slice(i + (Lanes.Count / 2), Lanes.Count / 2));
        }
    }

    /// <summary>The more probable value of each bit; 0 where both are equally probable, and where masked.</summary>
    public static void Greatest(ReadOnlySpan<float> logits, Span<long> bits)
    {
        for (int i = 0; i < bits.Length; i++)
        {
            bits[i] = logits[i] > 0 ? 1 : 0;
        }
    }

    /// <summary>The joint log-probability of bits; -inf where a masked bit is 1, or where a bit is -1.</summary>
    /// <param name="logits">The row.</param>
    /// <param name="bits">The first of the bits, which can be read as far as the row goes with its padding.</param>
    /// <param name="count">How many are the row's.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float LogProb(ReadOnlySpan<float> logits, ref long bits, int count)
    {
        Vector512<float> total = Vector512<float>.Zero;
        Vector512<int> impossible = Vector512<int>.Zero;
        for (int i = 0; i < logits.Length; i += Lanes.Count)
        {
            Vector512<float> values = At(logits, i);
            Vector512<int> chosen = BitsAt(ref bits, i, count);
            impossible |= chosen;
            total -= Softplus(Vector512.ConditionalSelect(IsOne(chosen), -values, values));
        }

        return Vector512.LessThanAny(impossible, Vector512<int>.Zero) ? float.NegativeInfinity : Lanes.Sum(total);
    }

    /// <summary>The entropy: the sum over legal bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Entropy(ReadOnlySpan<float> logits)
    {
        Vector512<float> total = Vector512<float>.Zero;
        for (int i = 0; i < logits.Length; i += Lanes.Count)
        {
            // H = softplus(l) - l σ(l), which is the same for -l, and there loses nothing.
            Vector512<float> negative = -Vector512.Abs(At(logits, i));
            total += Softplus(negative) - (ShiftedRow.Finite(negative) * Sigmoid(negative));
        }

        return Lanes.Sum(total);
    }

    /// <summary>The gradient of the log-probability, <c>g (bit - σ)</c>, and of the entropy, <c>-h l σ (1 - σ)</c>: 0 where masked.</summary>
    /// <param name="logits">The row.</param>
    /// <param name="bits">As <see cref="LogProb"/> takes them.</param>
    /// <param name="count">How many are the row's.</param>
    /// <param name="ofLogProb">What flows to the log-probability; 0 where that is -inf.</param>
    /// <param name="ofEntropy">What flows to the entropy.</param>
    /// <param name="result">As many as logits.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradient(ReadOnlySpan<float> logits, ref long bits, int count, float ofLogProb, float ofEntropy, Span<float> result)
    {
        for (int i = 0; i < logits.Length; i += Lanes.Count)
        {
            // 1 - σ(l) = σ(-l), which loses nothing.
            Vector512<float> values = At(logits, i);
            Vector512<float> one = Sigmoid(values);
            Vector512<float> zero = Sigmoid(-values);
            Vector512<float> slope = Vector512.ConditionalSelect(IsOne(BitsAt(ref bits, i, count)), zero, -one) * ofLogProb;
            (slope - (Bounded(values) * (one * zero) * ofEntropy)).CopyTo(result.Slice(i, Lanes.Count));
        }
    }

    /// <summary>1 where a number lies below a probability.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Drawn(Vector512<ulong> words, Vector512<double> probs)
    {
        Vector512<double> numbers = (Vector512.ConvertToDouble(words) + Vector512.Create(0.5)) * Vector512.Create(Uniform.Unit);
        return Vector512.LessThan(numbers, probs).AsInt64() & Vector512<long>.One;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> At(ReadOnlySpan<float> logits, int first) => Vector512.Create(logits.Slice(first, Lanes.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> BitsAt(ref long bits, int first, int count) =>
        Vector512.Narrow(Vector512.LoadUnsafe(ref bits, (nuint)first), Vector512.LoadUnsafe(ref bits, (nuint)first + (Lanes.Count / 2))) & Lanes.First(count - first);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> IsOne(Vector512<int> bits) => Vector512.GreaterThan(bits, Vector512<int>.Zero).AsSingle();

    /// <summary>Where a probability and its complement have a product of more than 0, the same number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Bounded(Vector512<float> values) =>
        Vector512.MinNative(ShiftedRow.Finite(values), Vector512.Create(-VectorExp.Lowest));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Sigmoid(Vector512<float> values)
    {
        Vector512<float> small = VectorExp.Exp(-Vector512.Abs(values));
        Vector512<float> numerator = Vector512.ConditionalSelect(Vector512.LessThan(values, Vector512<float>.Zero), small, Vector512<float>.One);
        return numerator / (Vector512<float>.One + small);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Softplus(Vector512<float> values) =>
        Vector512.MaxNative(values, Vector512<float>.Zero) + LogOnePlus(VectorExp.Exp(-Vector512.Abs(values)));

    /// <summary><c>log(1 + x) = 2 artanh(x / (2 + x))</c> of numbers from 0 to 1, by the series of the inverse hyperbolic tangent: within 1e-7 relative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LogOnePlus(Vector512<float> x)
    {
        Vector512<float> ratio = x / (x + Vector512.Create(2f));
        Vector512<float> square = ratio * ratio;
        Vector512<float> series = Vector512.Create(1f / 13);
        series = Vector512.FusedMultiplyAdd(series, square, Vector512.Create(1f / 11));
        series = Vector512.FusedMultiplyAdd(series, square, Vector512.Create(1f / 9));
        series = Vector512.FusedMultiplyAdd(series, square, Vector512.Create(1f / 7));
        series = Vector512.FusedMultiplyAdd(series, square, Vector512.Create(1f / 5));
        series = Vector512.FusedMultiplyAdd(series, square, Vector512.Create(1f / 3));
        series = Vector512.FusedMultiplyAdd(series, square, Vector512<float>.One);
        return ratio * series * Vector512.Create(2f);
    }
}
