namespace Masking.Samples.Harvest;

/// <summary>What the seeds of one regime came to on one size.</summary>
/// <param name="Mean">Their mean.</param>
/// <param name="Least">The least.</param>
/// <param name="Greatest">The greatest.</param>
public readonly record struct Spread(double Mean, double Least, double Greatest)
{
    /// <summary>Of some numbers, at least one.</summary>
    /// <param name="numbers">The numbers.</param>
    public static Spread Of(IReadOnlyCollection<double> numbers) => new(numbers.Average(), numbers.Min(), numbers.Max());

    /// <summary>The mean, with the least and the greatest behind it.</summary>
    /// <param name="format">How numbers are written.</param>
    public string ToString(string format) =>
        Least == Greatest
            ? Mean.ToString(format, null)
            : $"{Mean.ToString(format, null)} ({Least.ToString(format, null)}–{Greatest.ToString(format, null)})";
}
