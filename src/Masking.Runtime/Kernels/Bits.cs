using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Masking.Kernels;

/// <summary>
/// Independent bits of one row, each with probability <c>σ(logit)</c>. What masked logits are enters nothing. Every number goes through the same vector operations, the last few padded
/// with masked ones.
/// </summary>
internal static class Bits
{
    private const int Step = 8;

    /// <summary>Draws every bit: 1 where the uniform number lies below its probability, 0 where masked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Draw(ReadOnlySpan<float> logits, ReadOnlySpan<bool> mask, double temperature, ReadOnlySpan<double> uniforms, Span<long> bits)
    {
        Vector256<float> divisor = Vector256.Create(Temperatures.Reachable(temperature));
        Span<float> probs = stackalloc float[Step];
        for (int i = 0; i < bits.Length; i += Step)
        {
            (Vector256<float> values, Vector256<int> legal) = Load(logits, mask, i);
            Vector256.ConditionalSelect(legal.AsSingle(), Sigmoid(values / divisor), Vector256<float>.Zero).CopyTo(probs);
            int count = Math.Min(Step, bits.Length - i);
            Span<long> drawn = bits.Slice(i, count);
            ReadOnlySpan<double> numbers = uniforms.Slice(i, count);
            for (int lane = 0; lane < drawn.Length; lane++)
            {
                drawn[lane] = numbers[lane] < probs[lane] ? 1 : 0;
            }
        }
    }

    /// <summary>The more probable value of each bit; 0 where both are equally probable, and where masked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Greatest(ReadOnlySpan<float> logits, ReadOnlySpan<bool> mask, Span<long> bits)
    {
        for (int i = 0; i < bits.Length; i++)
        {
            bits[i] = (mask.IsEmpty || mask[i]) && logits[i] > 0 ? 1 : 0;
        }
    }

    /// <summary>The joint log-probability of bits; -inf where a masked bit is 1, or where a bit is -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float LogProb(ReadOnlySpan<float> logits, ReadOnlySpan<bool> mask, ReadOnlySpan<long> bits)
    {
        Vector256<float> total = Vector256<float>.Zero;
        for (int i = 0; i < bits.Length; i += Step)
        {
            (Vector256<float> values, Vector256<int> legal) = Load(logits, mask, i);
            Vector256<int> chosen = Load(bits, i);
            Vector256<int> isOne = Vector256.GreaterThan(chosen, Vector256<int>.Zero);
            if (Vector256.LessThanAny(chosen, Vector256<int>.Zero) || Vector256.AndNot(isOne, legal) != Vector256<int>.Zero)
            {
                return float.NegativeInfinity;
            }

            Vector256<float> against = Vector256.ConditionalSelect(isOne.AsSingle(), -values, values);
            total -= Vector256.ConditionalSelect(legal.AsSingle(), Softplus(against), Vector256<float>.Zero);
        }

        return Vector256.Sum(total);
    }

    /// <summary>The entropy: the sum over legal bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Entropy(ReadOnlySpan<float> logits, ReadOnlySpan<bool> mask)
    {
        Vector256<float> total = Vector256<float>.Zero;
        for (int i = 0; i < logits.Length; i += Step)
        {
            // H = softplus(l) - l σ(l), which is the same for -l, and there loses nothing.
            (Vector256<float> values, Vector256<int> legal) = Load(logits, mask, i);
            Vector256<float> negative = -Vector256.Abs(values);
            Vector256<float> entropy = Softplus(negative) - Product(negative, Sigmoid(negative));
            total += Vector256.ConditionalSelect(legal.AsSingle(), entropy, Vector256<float>.Zero);
        }

        return Vector256.Sum(total);
    }

    /// <summary>Adds the gradient of the log-probability, <c>g (bit - σ)</c>; nothing where masked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddLogProbGradient(ReadOnlySpan<float> logits, ReadOnlySpan<bool> mask, ReadOnlySpan<long> bits, float gradient, Span<float> result)
    {
        for (int i = 0; i < bits.Length; i += Step)
        {
            (Vector256<float> values, Vector256<int> legal) = Load(logits, mask, i);

            // 1 - σ(l) = σ(-l), which loses nothing.
            Vector256<int> isOne = Vector256.GreaterThan(Load(bits, i), Vector256<int>.Zero);
            Vector256<float> slope = Vector256.ConditionalSelect(isOne.AsSingle(), Sigmoid(-values), -Sigmoid(values));
            Add(slope * gradient, legal, result, i);
        }
    }

    /// <summary>Adds the gradient of the entropy, <c>-g l σ (1 - σ)</c>; nothing where masked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddEntropyGradient(ReadOnlySpan<float> logits, ReadOnlySpan<bool> mask, float gradient, Span<float> result)
    {
        for (int i = 0; i < logits.Length; i += Step)
        {
            (Vector256<float> values, Vector256<int> legal) = Load(logits, mask, i);
            Add(Product(values, Sigmoid(values) * Sigmoid(-values)) * -gradient, legal, result, i);
        }
    }

    /// <summary>Logits, 0 where masked, and which are legal; behind the end nothing is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Values, Vector256<int> Legal) Load(ReadOnlySpan<float> logits, ReadOnlySpan<bool> mask, int first)
    {
        if (first + Step > logits.Length)
        {
            return LoadRest(logits[first..], mask.IsEmpty ? mask : mask[first..]);
        }

        Vector256<int> legal = mask.IsEmpty ? Vector256<int>.AllBitsSet : MaskVectors.At(mask, first);
        return ((Vector256.Create(logits.Slice(first, Step)).AsInt32() & legal).AsSingle(), legal);
    }

    private static (Vector256<float> Values, Vector256<int> Legal) LoadRest(ReadOnlySpan<float> logits, ReadOnlySpan<bool> mask)
    {
        Span<float> paddedLogits = stackalloc float[Step];
        Span<bool> paddedMask = stackalloc bool[Step];
        paddedLogits.Clear();
        paddedMask.Clear();
        logits.CopyTo(paddedLogits);
        if (mask.IsEmpty)
        {
            paddedMask[..logits.Length].Fill(true);
        }
        else
        {
            mask.CopyTo(paddedMask);
        }

        return Load(paddedLogits, paddedMask, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Load(ReadOnlySpan<long> bits, int first) => first + Step > bits.Length
        ? LoadRest(bits[first..])
        : Vector256.Narrow(Vector256.Create(bits.Slice(first, Step / 2)), Vector256.Create(bits.Slice(first + (Step / 2), Step / 2)));

    private static Vector256<int> LoadRest(ReadOnlySpan<long> bits)
    {
        Span<long> padded = stackalloc long[Step];
        padded.Clear();
        bits.CopyTo(padded);
        return Load(padded, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector256<float> values, Vector256<int> legal, Span<float> result, int first)
    {
        Vector256<float> counted = Vector256.ConditionalSelect(legal.AsSingle(), values, Vector256<float>.Zero);
        if (first + Step <= result.Length)
        {
            Span<float> target = result.Slice(first, Step);
            (Vector256.Create<float>(target) + counted).CopyTo(target);
            return;
        }

        for (int i = first; i < result.Length; i++)
        {
            result[i] += counted[i - first];
        }
    }

    /// <summary>A logit times a probability: nothing where the probability is 0, however great the logit is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Product(Vector256<float> values, Vector256<float> probs) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(probs, Vector256<float>.Zero), values * probs, Vector256<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Sigmoid(Vector256<float> values)
    {
        Vector256<float> small = VectorExp.Exp(-Vector256.Abs(values));
        Vector256<float> numerator = Vector256.ConditionalSelect(Vector256.LessThan(values, Vector256<float>.Zero), small, Vector256<float>.One);
        return numerator / (Vector256<float>.One + small);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Softplus(Vector256<float> values) =>
        Vector256.Max(values, Vector256<float>.Zero) + LogOnePlus(VectorExp.Exp(-Vector256.Abs(values)));

    /// <summary><c>log(1 + x) = 2 artanh(x / (2 + x))</c> of numbers from 0 to 1, by the series of the inverse hyperbolic tangent: within 1e-7 relative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LogOnePlus(Vector256<float> x)
    {
        Vector256<float> ratio = x / (x + Vector256.Create(2f));
        Vector256<float> square = ratio * ratio;
        Vector256<float> series = Vector256.Create(1f / 13);
        series = (series * square) + Vector256.Create(1f / 11);
        series = (series * square) + Vector256.Create(1f / 9);
        series = (series * square) + Vector256.Create(1f / 7);
        series = (series * square) + Vector256.Create(1f / 5);
        series = (series * square) + Vector256.Create(1f / 3);
        series = (series * square) + Vector256<float>.One;
        return ratio * series * Vector256.Create(2f);
    }
}
