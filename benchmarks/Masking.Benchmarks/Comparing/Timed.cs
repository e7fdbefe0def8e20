using System.Diagnostics;

namespace Masking.Benchmarks.Comparing;

/// <summary>Something that can be called over and over, and says how long that took.</summary>
/// <param name="calls">How often to call it.</param>
/// <returns>The time of all calls together, without what had to be prepared for them.</returns>
internal delegate TimeSpan Timed(int calls);

/// <summary>Makes <see cref="Timed"/> calls.</summary>
internal static class Timing
{
    /// <summary>Calls that need no preparation.</summary>
    public static Timed Of(Action call) => calls =>
    {
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++)
        {
            call();
        }

        return Stopwatch.GetElapsedTime(started);
    };

    /// <summary>Calls of which each consumes something that is prepared before the clock runs.</summary>
    /// <param name="prepare">Makes what one call consumes.</param>
    /// <param name="call">Consumes it.</param>
    public static Timed Of<T>(Func<T> prepare, Action<T> call) => calls =>
    {
        T[] prepared = [.. Enumerable.Range(0, calls).Select(_ => prepare())];
        long started = Stopwatch.GetTimestamp();
        foreach (T each in prepared)
        {
            call(each);
        }

        return Stopwatch.GetElapsedTime(started);
    };
}
