namespace Masking.Samples.Reproduction;

/// <summary>The mean and range of a number over the seeds of a training.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Min">The minimum.</param>
/// <param name="Max">The maximum.</param>
public readonly record struct Spread(double Mean, double Min, double Max)
{
    /// <summary>Returns the spread of numbers.</summary>
    /// <param name="numbers">The numbers; at least one.</param>
    public static Spread Of(IReadOnlyCollection<double> numbers) => new(numbers.Average(), numbers.Min(), numbers.Max());

    /// <summary>Formats the mean, followed by the minimum and maximum in brackets if they differ.</summary>
    /// <param name="format">The format of the numbers.</param>
    public string ToString(string format) =>
        Min == Max
            ? Mean.ToString(format, null)
            : $"{Mean.ToString(format, null)} ({Min.ToString(format, null)}–{Max.ToString(format, null)})";
}
