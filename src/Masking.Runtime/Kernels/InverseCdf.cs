using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Masking.Kernels;

/// <summary>Draws by inverting a cumulative distribution.</summary>
internal static class InverseCdf
{
    /// <summary>The number of vectors up to which all sums are computed, because that is faster than an unpredictable branch.</summary>
    public const int ShortRow = 16;

    /// <summary>
    /// The first choice at which the cumulative weight exceeds a share of the total; if rounding keeps it below, the last choice with a
    /// positive weight. A choice with weight 0 is never drawn.
    /// </summary>
    /// <param name="weights">Not negative; whole vectors.</param>
    /// <param name="total">Their sum, up to rounding.</param>
    /// <param name="uniform">The share, in (0, 1).</param>
    /// <param name="scratch">A buffer of <see cref="ShortRow"/> numbers.</param>
    /// <returns>The choice; -1 where no weight is greater than 0, or the total is NaN.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Draw(ReadOnlySpan<float> weights, float total, double uniform, Span<double> scratch)
    {
        ref float weight = ref MemoryMarshal.GetReference(weights);
        double threshold = uniform * total;
        double cumulative = 0;
        int first = 0;
        if (weights.Length > ShortRow * Lanes.Count)
        {
            (first, cumulative) = AmongMany(ref weight, weights.Length, threshold);
        }
        else if (weights.Length > Lanes.Count)
        {
            (first, cumulative) = AmongFew(ref weight, weights.Length, threshold, ref MemoryMarshal.GetReference(scratch));
        }

        int lane = InVector(Vector256.LoadUnsafe(ref weight, (nuint)first), cumulative, threshold);
        return lane < Lanes.Count ? first + lane : total > 0 ? weights.LastIndexOfAnyExcept(0f) : -1;
    }

    /// <summary>As the other overload, for weights in one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Draw(Vector256<float> weights, float total, double uniform)
    {
        int lane = InVector(weights, 0, uniform * total);
        return lane < Lanes.Count ? lane : total > 0 ? BitOperations.Log2(Positive(weights)) : -1;
    }

    /// <summary>The first vector at which the sum exceeds the threshold, or the last vector; and the sum before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (int First, double Before) AmongFew(ref float weights, int length, double threshold, ref double before)
    {
        int skipped = 0;
        double cumulative = 0;
        before = 0;
        for (int vector = 1; vector * Lanes.Count < length; vector++)
        {
            cumulative += Lanes.Sum(Vector256.LoadUnsafe(ref weights, (nuint)((vector - 1) * Lanes.Count)));
            Unsafe.Add(ref before, vector) = cumulative;
            skipped += cumulative <= threshold ? 1 : 0;
        }

        return (skipped * Lanes.Count, Unsafe.Add(ref before, skipped));
    }

    /// <inheritdoc cref="AmongFew"/>
    private static (int First, double Before) AmongMany(ref float weights, int length, double threshold)
    {
        double cumulative = 0;
        int first = 0;
        for (; first < length - Lanes.Count; first += Lanes.Count)
        {
            double next = cumulative + Lanes.Sum(Vector256.LoadUnsafe(ref weights, (nuint)first));
            if (next > threshold)
            {
                break;
            }

            cumulative = next;
        }

        return (first, cumulative);
    }

    /// <summary>
    /// The first lane with a positive weight at which the sum exceeds the threshold; the number of lanes if there is no such lane.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int InVector(Vector256<float> weights, double before, double threshold)
    {
        // All lanes are compared, because a branch would be unpredictable.
        Vector256<double> limit = Vector256.Create(threshold);
        Vector256<double> low = Cumulative(Vector256.WidenLower(weights)) + Vector256.Create(before);
        Vector256<double> high = Cumulative(Vector256.WidenUpper(weights)) + Vector256.Shuffle(low, Vector256.Create(3L, 3, 3, 3));
        uint above =
            Vector256.GreaterThan(low, limit).ExtractMostSignificantBits()
            | (Vector256.GreaterThan(high, limit).ExtractMostSignificantBits() << (Lanes.Count / 2));
        above &= Positive(weights);
        return BitOperations.TrailingZeroCount(above | (1 << Lanes.Count));
    }

    /// <summary>One bit for each lane with a positive weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Positive(Vector256<float> weights) =>
        Vector256.GreaterThan(weights, Vector256<float>.Zero).ExtractMostSignificantBits();

    /// <summary>The sums of each lane and those before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Cumulative(Vector256<double> lanes)
    {
        // An index below 0 gives 0.
        lanes += Vector256.Shuffle(lanes, Vector256.Create(-1L, 0, 1, 2));
        return lanes + Vector256.Shuffle(lanes, Vector256.Create(-1L, -1, 0, 1));
    }
}
