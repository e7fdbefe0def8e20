using System.Diagnostics;

namespace Masking.Benchmarks.Comparing;

/// <summary>Calls a contender repeatedly, and returns the time that the calls took.</summary>
/// <param name="calls">The number of calls.</param>
/// <returns>The total time of all calls, without their preparation.</returns>
internal delegate TimeSpan Timed(int calls);

/// <summary>Creates <see cref="Timed"/> delegates.</summary>
internal static class Timing
{
    /// <summary>Times a call that needs no preparation.</summary>
    public static Timed Of(Action call) => calls =>
    {
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++)
        {
            call();
        }

        return Stopwatch.GetElapsedTime(started);
    };

    /// <summary>Times a call whose argument is prepared beforehand. The preparation is not timed.</summary>
    /// <param name="prepare">Creates the argument of one call.</param>
    /// <param name="call">The call.</param>
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
