using System.Globalization;

namespace Masking.Generators.Model;

/// <summary>The interval from which a number is chosen.</summary>
/// <param name="Low">The low end.</param>
/// <param name="High">The high end.</param>
internal sealed record IntervalModel(float Low, float High)
{
    /// <summary>Stands for an interval with a mistake.</summary>
    public static readonly IntervalModel Unknown = new(0, 1);

    /// <summary>The low end as an expression.</summary>
    public string LowLiteral => Literal(Low);

    /// <summary>The high end as an expression.</summary>
    public string HighLiteral => Literal(High);

    /// <summary>The interval in documentation.</summary>
    public string Text => $"{Low.ToString("R", CultureInfo.InvariantCulture)} to {High.ToString("R", CultureInfo.InvariantCulture)}";

    private static string Literal(float number) => number.ToString("R", CultureInfo.InvariantCulture) + "F";
}
