using System.Globalization;
using Masking.Generators.Diagnostics;
using Masking.Generators.Model;

namespace Masking.Generators.Parsing;

/// <summary>
/// The greatest sizes that can be declared. They are far above what any policy needs, and so small that no product or sum exceeds an int.
/// </summary>
internal static class Limits
{
    /// <summary>The greatest single size: of a vector, of features, channels, height, width or a core, and the most choices.</summary>
    public const int Size = 1 << 20;

    /// <summary>The most picks of a subset.</summary>
    public const int Picks = 1 << 16;

    /// <summary>The most numbers in a tensor for one environment, and the most choices, and numbers in actions, of all heads.</summary>
    public const int Total = 1 << 28;

    /// <summary>Reports a tensor of a member that is too large, as far as the declaration says its size, where no single axis is.</summary>
    /// <param name="declaration">The member.</param>
    /// <param name="what">What is counted.</param>
    /// <param name="shape">The shape of the tensor, in words.</param>
    /// <param name="reporter">Takes what is wrong.</param>
    public static void RequireTensor(Declaration declaration, string what, string shape, Reporter reporter)
    {
        double numbers = 1;
        foreach (string axis in shape.Trim('(', ')').Split([", "], StringSplitOptions.None))
        {
            if (int.TryParse(axis, NumberStyles.None, CultureInfo.InvariantCulture, out int size))
            {
                numbers = size > Size ? 0 : numbers * size;
            }
        }

        RequireAtMost(declaration, what, Total, numbers, reporter);
    }

    /// <summary>Reports the head with which all heads together choose too much.</summary>
    public static void RequireSums(IReadOnlyList<Declaration> declarations, EquatableArray<HeadModel> heads, Reporter reporter)
    {
        long choices = 0;
        long actions = 0;
        for (int i = 0; i < heads.Count && choices <= Total && actions <= Total; i++)
        {
            choices += heads[i].Choices;
            actions += heads[i].Actions;
            string what = $"number of {(choices > Total ? "choices" : "numbers in the actions")} of all heads up to";
            RequireAtMost(declarations[i], what, Total, Math.Max(choices, actions), reporter);
        }
    }

    /// <summary>Reports a number that is too large.</summary>
    /// <param name="declaration">The member.</param>
    /// <param name="what">What is counted.</param>
    /// <param name="limit">The greatest that it may be.</param>
    /// <param name="number">What it is.</param>
    /// <param name="reporter">Takes what is wrong.</param>
    /// <param name="name">What errors call the member; its name where it is left out.</param>
    public static void RequireAtMost(Declaration declaration, string what, int limit, double number, Reporter reporter, string? name = null)
    {
        if (number > limit)
        {
            string text = number.ToString("F0", CultureInfo.InvariantCulture);
            reporter.Report(Rules.SizeTooLarge, declaration.Property, what, name ?? declaration.Member.Name, limit, text);
        }
    }

    /// <summary>A size as the model holds it, whatever was declared.</summary>
    public static int Clamp(long size, int limit = Size) => (int)Math.Min(Math.Max(1, size), limit);
}
