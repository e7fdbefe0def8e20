namespace Masking.Benchmarks.Comparing;

/// <summary>
/// Times two contenders side by side in the same process: rounds alternate, so that whatever slows the machine down slows both.
/// </summary>
internal static class Race
{
    private const int MostRounds = 21;
    private const int FewestRounds = 5;

    /// <summary>Long enough for the runtime to compile in full what it first compiled in haste.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(6);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The medians over all rounds of the time of one call, in nanoseconds.</summary>
    /// <param name="ours">The library.</param>
    /// <param name="theirs">The baseline.</param>
    public static (double Ours, double Theirs) Run(Timed ours, Timed theirs)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Runner[] both = [Warm(ours), Warm(theirs)];
        TimeSpan spent = TimeSpan.Zero;
        for (int round = 0; round < FewestRounds || (round < MostRounds && spent < Patience); round++)
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

    /// <summary>The middle of some numbers.</summary>
    /// <param name="numbers">At least one; they are sorted in place.</param>
    internal static double Median(List<double> numbers)
    {
        numbers.Sort();
        return (numbers[(numbers.Count - 1) / 2] + numbers[numbers.Count / 2]) / 2;
    }

    /// <summary>Calls a contender until it is compiled, and finds how many calls fill a round.</summary>
    private static Runner Warm(Timed contender)
    {
        int calls = 1;
        TimeSpan last = contender(calls);
        for (TimeSpan spent = last; spent < WarmUp; spent += last)
        {
            calls = last < Round ? calls * 2 : calls;
            last = contender(calls);
        }

        return new Runner(contender, (int)Math.Max(1, calls * (Round / last)), []);
    }

    private sealed record Runner(Timed Contender, int Calls, List<double> Times);
}
