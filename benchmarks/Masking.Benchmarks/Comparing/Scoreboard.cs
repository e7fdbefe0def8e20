using System.Globalization;

namespace Masking.Benchmarks.Comparing;

/// <summary>Writes one line for each comparison, and records whether all targets are met.</summary>
/// <param name="output">Receives the lines.</param>
internal sealed class Scoreboard(TextWriter output)
{
    /// <summary>Whether all comparisons so far met their targets.</summary>
    public bool AllTargetsMet { get; private set; } = true;

    /// <summary>The times that were compared with a limit or a baseline, in order.</summary>
    public List<Comparison> Comparisons { get; } = [];

    /// <summary>Compares the time of the library with the time of a baseline.</summary>
    /// <param name="title">The workload and its size.</param>
    /// <param name="baseline">The name of the baseline.</param>
    /// <param name="target">The minimum ratio of the baseline's time to the library's time.</param>
    /// <param name="ours">The library.</param>
    /// <param name="theirs">The baseline.</param>
    /// <returns>The library's time in nanoseconds.</returns>
    public double ReportSpeedup(string title, string baseline, double target, Timed ours, Timed theirs)
    {
        (double ourTime, double theirTime) = Race.Run(ours, theirs);
        double ratio = theirTime / ourTime;
        Comparisons.Add(new Comparison(title, baseline, ourTime, theirTime, target));
        Add(
            $"{title} {baseline} | ours {Time(ourTime)} | baseline {Time(theirTime)} | ratio {Number(ratio)} | target {Number(target)}",
            ratio >= target
        );
        return ourTime;
    }

    /// <summary>Compares the time of the library with the least that any implementation on TorchSharp executes.</summary>
    /// <param name="title">The workload and its size.</param>
    /// <param name="target">The maximum ratio of the library's time to that of the limit.</param>
    /// <param name="ours">The library.</param>
    /// <param name="limit">The limit.</param>
    public void ReportDistance(string title, double target, Timed ours, Timed limit)
    {
        (double ourTime, double limitTime) = Race.Run(ours, limit);
        double ratio = ourTime / limitTime;
        Comparisons.Add(new Comparison(title, Comparison.Limit, ourTime, limitTime, target));
        Add(
            $"{title} limit | ours {Time(ourTime)} | limit {Time(limitTime)} | ratio {Number(ratio)} | target at most {Number(target)}",
            ratio <= target
        );
    }

    /// <summary>Compares the time of a call with the time of the same call on a smaller input.</summary>
    /// <param name="title">The workload and its sizes.</param>
    /// <param name="limit">The maximum ratio of the larger to the smaller time.</param>
    /// <param name="large">The call on the larger input.</param>
    /// <param name="small">The call on the smaller input.</param>
    public void ReportGrowth(string title, double limit, Timed large, Timed small)
    {
        (double largeTime, double smallTime) = Race.Run(large, small);
        Add(
            $"{title} | large {Time(largeTime)} | small {Time(smallTime)} | ratio {Number(largeTime / smallTime)} | limit {Number(limit)}",
            largeTime / smallTime <= limit
        );
    }

    /// <summary>Compares the time that the library takes in addition to a baseline with its maximum.</summary>
    /// <param name="title">The workload, its size and the name of the baseline.</param>
    /// <param name="limit">The maximum difference between the library's time and the baseline's time, in milliseconds.</param>
    /// <param name="ours">The library.</param>
    /// <param name="theirs">The baseline.</param>
    public void ReportExcess(string title, double limit, Timed ours, Timed theirs)
    {
        (double ourTime, double theirTime) = Race.Run(ours, theirs);
        double excess = (ourTime - theirTime) / 1e6;
        Add(
            $"{title} | ours {Time(ourTime)} | baseline {Time(theirTime)} | excess {Number(excess)} ms | limit {Number(limit)} ms",
            excess <= limit
        );
    }

    /// <summary>Compares a figure with its maximum.</summary>
    /// <param name="title">The workload and the name of the figure.</param>
    /// <param name="figure">The figure.</param>
    /// <param name="limit">The maximum.</param>
    /// <param name="unit">The unit of both.</param>
    public void ReportLimit(string title, double figure, double limit, string unit) =>
        Add($"{title} | ours {Number(figure)} {unit} | limit {Number(limit)} {unit}", figure <= limit);

    /// <summary>Formats a time with two or three significant digits.</summary>
    /// <param name="nanoseconds">The time.</param>
    internal static string Time(double nanoseconds) => nanoseconds switch
    {
        < 1e3 => $"{Number(nanoseconds)} ns",
        < 1e6 => $"{Number(nanoseconds / 1e3)} us",
        < 1e9 => $"{Number(nanoseconds / 1e6)} ms",
        _ => $"{Number(nanoseconds / 1e9)} s",
    };

    /// <summary>Formats a number with two or three significant digits.</summary>
    internal static string Number(double number) =>
        number.ToString(Math.Abs(number) switch { < 10 => "0.##", < 100 => "0.#", _ => "0" }, CultureInfo.InvariantCulture);

    private void Add(string line, bool isMet)
    {
        output.WriteLine($"{line} | {(isMet ? "ok" : "short")}");
        AllTargetsMet &= isMet;
    }
}
