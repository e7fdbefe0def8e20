using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Masking.Kernels;

/// <summary>Draws by inverting a cumulative distribution.</summary>
internal static class InverseCdf
{
    /// <summary>Vectors of a row whose sums are all taken, because that is faster than a branch that nobody can foresee.</summary>
    public const int Few = 8;

    /// <summary>The first choice at which the cumulative weight exceeds a share of the total; where rounding keeps it below, the last one with a weight. What has weight 0 is never drawn.</summary>
    /// <param name="weights">Not negative; whole vectors.</param>
    /// <param name="total">Their sum, up to rounding.</param>
    /// <param name="uniform">The share, in (0, 1).</param>
    /// <param name="room">Room for <see cref="Few"/> numbers.</param>
    /// <returns>The choice; -1 where no weight is greater than 0, or the total is NaN.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Draw(ReadOnlySpan<float> weights, float total, double uniform, Span<double> room)
    {
        ref float weight = ref MemoryMarshal.GetReference(weights);
        double threshold = uniform * total;
        double cumulative = 0;
        int first = 0;
        if (weights.Length > Few * Lanes.Count)
        {
            (first, cumulative) = AmongMany(ref weight, weights.Length, threshold);
        }
        else if (weights.Length > Lanes.Count)
        {
            (first, cumulative) = AmongFew(ref weight, weights.Length, threshold, ref MemoryMarshal.GetReference(room));
        }

        int lane = Avx512F.IsSupported
            ? AmongSixteen(Vector512.LoadUnsafe(ref weight, (nuint)first), cumulative, threshold)
            : AmongSixteen(ref Unsafe.Add(ref weight, first), cumulative, threshold);
        return lane < Lanes.Count ? first + lane : total > 0 ? weights.LastIndexOfAnyExcept(0f) : -1;
    }

    /// <summary>The vector in which the sum comes to exceed a threshold, the last at the latest, and the sum before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (int First, double Before) AmongFew(ref float weights, int length, double threshold, ref double before)
    {
        int skipped = 0;
        double cumulative = 0;
        before = 0;
        for (int vector = 1; vector * Lanes.Count < length; vector++)
        {
            cumulative += Lanes.Sum(Vector512.LoadUnsafe(ref weights, (nuint)((vector - 1) * Lanes.Count)));
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
            double next = cumulative + Lanes.Sum(Vector512.LoadUnsafe(ref weights, (nuint)first));
            if (next > threshold)
            {
                break;
            }

            cumulative = next;
        }

        return (first, cumulative);
    }

    /// <summary>The first lane with a weight up to which the sum exceeds a threshold; 16 where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int AmongSixteen(ref float weights, double before, double threshold)
    {
        // Counted without a branch: where it would be taken nobody can foresee. A sum that is taken in order does not rise where a weight is 0.
        int below = 0;
        for (int lane = 0; lane < Lanes.Count; lane++)
        {
            before += Unsafe.Add(ref weights, lane);
            below += before > threshold ? 0 : 1;
        }

        return below;
    }

    /// <inheritdoc cref="AmongSixteen(ref float, double, double)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int AmongSixteen(Vector512<float> weights, double before, double threshold)
    {
        (Vector512<double> low, Vector512<double> high) = Vector512.Widen(weights);
        low = Cumulative(low) + Vector512.Create(before);
        high = Cumulative(high) + Vector512.Create(low[7]);
        Vector512<double> limit = Vector512.Create(threshold);
        ulong above = Vector512.GreaterThan(low, limit).ExtractMostSignificantBits() | (Vector512.GreaterThan(high, limit).ExtractMostSignificantBits() << 8);
        above &= Vector512.GreaterThan(weights, Vector512<float>.Zero).ExtractMostSignificantBits();
        return BitOperations.TrailingZeroCount(above | (1 << Lanes.Count));
    }

    /// <summary>The sums of each lane and those before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Cumulative(Vector512<double> lanes)
    {
        lanes += Avx512F.AlignRight64(lanes.AsUInt64(), Vector512<ulong>.Zero, 7).AsDouble();
        lanes += Avx512F.AlignRight64(lanes.AsUInt64(), Vector512<ulong>.Zero, 6).AsDouble();
        return lanes + Avx512F.AlignRight64(lanes.AsUInt64(), Vector512<ulong>.Zero, 4).AsDouble();
    }
}
