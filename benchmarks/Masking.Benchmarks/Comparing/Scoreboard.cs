using System.Globalization;

namespace Masking.Benchmarks.Comparing;

/// <summary>Writes one line a comparison, and knows whether all targets were met.</summary>
/// <param name="output">Where to write.</param>
internal sealed class Scoreboard(TextWriter output)
{
    /// <summary>Whether no comparison so far fell short of its target.</summary>
    public bool AllHold { get; private set; } = true;

    /// <summary>Times the library against a baseline.</summary>
    /// <param name="title">The workload, its size and the name of the baseline.</param>
    /// <param name="target">How many times faster the library has to be.</param>
    /// <param name="ours">The library.</param>
    /// <param name="theirs">The baseline.</param>
    /// <returns>The library's time in nanoseconds.</returns>
    public double Faster(string title, double target, Timed ours, Timed theirs)
    {
        (double our, double their) = Race.Run(ours, theirs);
        Add(
            $"{title} | ours {Time(our)} | baseline {Time(their)} | ratio {Number(their / our)} | target {Number(target)}",
            their / our >= target
        );
        return our;
    }

    /// <summary>Times a call against one that has less to do.</summary>
    /// <param name="title">The workload and its sizes.</param>
    /// <param name="limit">How many times longer it may take.</param>
    /// <param name="large">The call.</param>
    /// <param name="small">The one with less to do.</param>
    public void Grows(string title, double limit, Timed large, Timed small)
    {
        (double more, double less) = Race.Run(large, small);
        Add(
            $"{title} | large {Time(more)} | small {Time(less)} | ratio {Number(more / less)} | limit {Number(limit)}",
            more / less <= limit
        );
    }

    /// <summary>Holds a figure against the most that it may be.</summary>
    /// <param name="title">The workload, and what the figure is.</param>
    /// <param name="figure">The figure.</param>
    /// <param name="limit">The most that it may be.</param>
    /// <param name="unit">What both are counted in.</param>
    public void AtMost(string title, double figure, double limit, string unit) =>
        Add($"{title} | ours {Number(figure)} {unit} | limit {Number(limit)} {unit}", figure <= limit);

    /// <summary>A time with two or three digits that count.</summary>
    /// <param name="nanoseconds">The time.</param>
    internal static string Time(double nanoseconds) => nanoseconds switch
    {
        < 1e3 => $"{Number(nanoseconds)} ns",
        < 1e6 => $"{Number(nanoseconds / 1e3)} us",
        < 1e9 => $"{Number(nanoseconds / 1e6)} ms",
        _ => $"{Number(nanoseconds / 1e9)} s",
    };

    private static string Number(double number) =>
        number.ToString(Math.Abs(number) switch { < 10 => "0.##", < 100 => "0.#", _ => "0" }, CultureInfo.InvariantCulture);

    private void Add(string line, bool holds)
    {
        output.WriteLine($"{line} | {(holds ? "ok" : "short")}");
        AllHold &= holds;
    }
}
