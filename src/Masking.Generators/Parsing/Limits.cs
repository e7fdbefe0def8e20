using System.Globalization;
using Masking.Generators.Diagnostics;
using Masking.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Masking.Generators.Parsing;

/// <summary>
/// The largest sizes that can be declared. They are far above what policies need, and small enough that no product or sum overflows an int.
/// </summary>
internal static class Limits
{
    /// <summary>The largest size of one axis, and the largest number of choices.</summary>
    public const int Size = 1 << 20;

    /// <summary>The largest number of picks of a subset.</summary>
    public const int Picks = 1 << 16;

    /// <summary>The largest number of elements of a tensor for one environment, and of choices and action numbers of all heads.</summary>
    public const int Total = 1 << 28;

    /// <summary>
    /// Reports a tensor with too many elements, as far as its size is declared. A single axis that is too large is reported elsewhere.
    /// </summary>
    /// <param name="declaration">The member.</param>
    /// <param name="where">Where the size is declared.</param>
    /// <param name="what">What is counted.</param>
    /// <param name="shape">The shape of the tensor.</param>
    /// <param name="reporter">Receives mistakes.</param>
    public static void RequireTensor(Declaration declaration, Location? where, string what, string shape, Reporter reporter)
    {
        double numbers = 1;
        foreach (string axis in shape.Trim('(', ')').Split([", "], StringSplitOptions.None))
        {
            if (int.TryParse(axis, NumberStyles.None, CultureInfo.InvariantCulture, out int size))
            {
                numbers = size > Size ? 0 : numbers * size;
            }
        }

        RequireAtMost(Place.At(where), declaration.Member.Name, what, Total, numbers, reporter);
    }

    /// <summary>Reports the head with which the sum over all heads becomes too large.</summary>
    public static void RequireSums(IReadOnlyList<Declaration> declarations, EquatableArray<HeadModel> heads, Reporter reporter)
    {
        long choices = 0;
        long actions = 0;
        for (int i = 0; i < heads.Count && choices <= Total && actions <= Total; i++)
        {
            choices += heads[i].Choices;
            choices += 2L * heads[i].Numbers;
            actions += heads[i].Actions + heads[i].Numbers;
            string what = $"number of {(choices > Total ? "choices" : "numbers in the actions")} of all heads up to";
            Place name = Place.At(declarations[i].Property);
            RequireAtMost(name, declarations[i].Member.Name, what, Total, Math.Max(choices, actions), reporter);
        }
    }

    /// <summary>Reports a number that is too large.</summary>
    /// <param name="where">Where it is declared.</param>
    /// <param name="name">The name of the member, or of the component.</param>
    /// <param name="what">What is counted.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="number">The number.</param>
    /// <param name="reporter">Receives mistakes.</param>
    public static void RequireAtMost(Place where, string name, string what, int limit, double number, Reporter reporter)
    {
        if (number > limit)
        {
            string text = number.ToString("F0", CultureInfo.InvariantCulture);
            reporter.Report(Rules.SizeTooLarge, where, what, name, limit, text);
        }
    }

    /// <summary>A size for the model: a declared size outside of the limits is clamped.</summary>
    public static int Clamp(long size, int limit = Size) => (int)Math.Min(Math.Max(1, size), limit);
}
