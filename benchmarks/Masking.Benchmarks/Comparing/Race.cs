namespace Masking.Benchmarks.Comparing;

/// <summary>
/// Times two contenders in the same process. Their rounds alternate, so that other load on the machine affects both.
/// </summary>
internal static class Race
{
    private const int MaxRounds = 21;
    private const int MinRounds = 5;

    /// <summary>Long enough for the runtime to recompile hot methods with full optimization.</summary>
    private static readonly TimeSpan WarmUpDuration = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan RoundDuration = TimeSpan.FromMilliseconds(6);
    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(1);

    /// <summary>Returns the time of one call of each contender, in nanoseconds: the median over all rounds.</summary>
    /// <param name="ours">The library.</param>
    /// <param name="theirs">The baseline.</param>
    /// <param name="maxDuration">The time after which no more than the least number of rounds is run; null: one second.</param>
    public static (double Ours, double Theirs) Run(Timed ours, Timed theirs, TimeSpan? maxDuration = null)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Runner[] both = [WarmUp(ours), WarmUp(theirs)];
        TimeSpan spent = TimeSpan.Zero;
        for (int round = 0; round < MinRounds || (round < MaxRounds && spent < (maxDuration ?? MaxDuration)); round++)
        {
            foreach (Runner runner in round % 2 == 0 ? both : both.Reverse())
            {
                TimeSpan time = runner.Contender(runner.Calls);
                runner.Times.Add(time.TotalNanoseconds / runner.Calls);
                spent += time;
            }
        }

        return (Median(both[0].Times), Median(both[1].Times));
    }

    /// <summary>The median of a list.</summary>
    /// <param name="numbers">At least one number. The list is sorted in place.</param>
    internal static double Median(List<double> numbers)
    {
        numbers.Sort();
        return (numbers[(numbers.Count - 1) / 2] + numbers[numbers.Count / 2]) / 2;
    }

    /// <summary>Calls a contender until it is optimized, and estimates the number of calls per round.</summary>
    private static Runner WarmUp(Timed contender)
    {
        int calls = 1;
        TimeSpan last = contender(calls);
        for (TimeSpan spent = last; spent < WarmUpDuration; spent += last)
        {
            calls = last < RoundDuration ? calls * 2 : calls;
            last = contender(calls);
        }

        return new Runner(contender, (int)Math.Max(1, calls * (RoundDuration / last)), []);
    }

    private sealed record Runner(Timed Contender, int Calls, List<double> Times);
}
