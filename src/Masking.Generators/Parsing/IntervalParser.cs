using System.Globalization;
using Masking.Generators.Diagnostics;
using Masking.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Masking.Generators.Parsing;

/// <summary>Parses <c>Low</c> and <c>High</c>, the interval from which a number is chosen.</summary>
internal static class IntervalParser
{
    private const string Low = "Low";
    private const string High = "High";
    private const string Example = "[ActionMask(Low = -1, High = 1)]";

    /// <summary>The interval that an attribute declares.</summary>
    /// <param name="attribute">The attribute of the head or the component; null if the component has none.</param>
    /// <param name="name">The name of the head, or of the component, for error messages.</param>
    /// <param name="at">The place of a mistake.</param>
    /// <param name="reporter">Receives mistakes.</param>
    public static IntervalModel Parse(AttributeData? attribute, string name, Func<Location?, Place> at, Reporter reporter)
    {
        string[] missing = [.. new[] { Low, High }.Where(end => attribute is null || !Has(attribute, end))];
        if (missing.Length > 0)
        {
            reporter.Report(
                Rules.IntervalDoesNotFit, at(attribute?.Location()),
                $"'{name}' must state the interval of its numbers: {Example}; {string.Join(" and ", missing)} "
                    + $"{(missing.Length > 1 ? "are" : "is")} missing");
            return IntervalModel.Unknown;
        }

        (float low, float high) = ((float)attribute!.Named<double>(Low), (float)attribute!.Named<double>(High));
        foreach ((string end, float value) in new[] { (Low, low), (High, high) })
        {
            if (float.IsNaN(value) || float.IsInfinity(value))
            {
                reporter.Report(
                    Rules.IntervalDoesNotFit, at(attribute!.LocationOf(end)),
                    $"{end} of '{name}' must be a finite number of float, and is {Text(attribute!.Named<double>(end))}");
                return IntervalModel.Unknown;
            }
        }

        if (low >= high)
        {
            reporter.Report(
                Rules.IntervalDoesNotFit, at(attribute!.LocationOf(Low)),
                $"Low of '{name}' must be below High, and as float they are {Text(low)} and {Text(high)}");
            return IntervalModel.Unknown;
        }

        return new IntervalModel(low, high);
    }

    /// <summary>Reports an interval on a head or component that chooses something else.</summary>
    /// <param name="attribute">The attribute of the head or the component.</param>
    /// <param name="name">The name of the head, or of the component, for error messages.</param>
    /// <param name="type">The type that it chooses.</param>
    /// <param name="at">The place of a mistake.</param>
    /// <param name="reporter">Receives mistakes.</param>
    public static void ReportOnOther(AttributeData attribute, string name, string type, Func<Location?, Place> at, Reporter reporter)
    {
        if (new[] { Low, High }.FirstOrDefault(end => Has(attribute, end)) is { } given)
        {
            reporter.Report(
                Rules.IntervalDoesNotFit, at(attribute.LocationOf(given)),
                $"{given} of '{name}' belongs to a float, and not to a '{type}'");
        }
    }

    /// <summary>Whether an argument of an attribute is an end of an interval.</summary>
    public static bool IsEnd(string argument) => argument is Low or High;

    private static bool Has(AttributeData attribute, string end) => attribute.NamedArguments.Any(argument => argument.Key == end);

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
