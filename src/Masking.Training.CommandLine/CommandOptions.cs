using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Masking.Training.CommandLine;

/// <summary>Creates options that validate their values.</summary>
public static class CommandOptions
{
    /// <summary>Creates an option with an integer value.</summary>
    /// <param name="name">The name.</param>
    /// <param name="min">The least valid value.</param>
    /// <param name="max">The greatest valid value.</param>
    /// <param name="defaultValue">The default value.</param>
    /// <param name="description">The description for <c>--help</c>.</param>
    public static Option<int> IntegerOption(string name, int min, int max, int defaultValue, string description) => new(name)
    {
        Description = description,
        HelpName = "number",
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result =>
        {
            string given = Given(result);
            if (int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= min && value <= max)
            {
                return value;
            }

            result.AddError($"{name}: expected a whole number from {min} to {max}, got '{given}'.");
            return defaultValue;
        },
    };

    /// <summary>Creates an option with a comma-separated list of integers.</summary>
    /// <param name="name">The name.</param>
    /// <param name="min">The least valid value.</param>
    /// <param name="max">The greatest valid value.</param>
    /// <param name="defaultValue">The default values.</param>
    /// <param name="description">The description for <c>--help</c>.</param>
    /// <returns>The option. Its values are sorted and distinct.</returns>
    public static Option<int[]> IntegerListOption(string name, int min, int max, int[] defaultValue, string description) => new(name)
    {
        Description = description,
        HelpName = "number,number",
        Arity = ArgumentArity.ExactlyOne,
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result =>
        {
            SortedSet<int> values = [];
            foreach (string given in Given(result).Split(','))
            {
                if (!int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out int value) || value < min || value > max)
                {
                    result.AddError($"{name}: expected whole numbers from {min} to {max} with commas between them, got '{given}'.");
                    return defaultValue;
                }

                values.Add(value);
            }

            return [.. values];
        },
    };

    /// <summary>Creates an option with a comma-separated list of choices.</summary>
    /// <param name="name">The name.</param>
    /// <param name="description">The description for <c>--help</c>.</param>
    /// <param name="choices">The choices; the default is all of them.</param>
    /// <returns>The option. Its values are distinct and in the order of <paramref name="choices"/>.</returns>
    public static Option<string[]> ChoiceListOption(string name, string description, params string[] choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        return new Option<string[]>(name)
        {
            Description = $"{description} Some of: {string.Join(", ", choices)}.",
            HelpName = "word,word",
            Arity = ArgumentArity.ExactlyOne,
            DefaultValueFactory = _ => choices,
            CustomParser = result =>
            {
                string[] given = Given(result).Split(',');
                if (given.FirstOrDefault(word => !choices.Contains(word)) is { } unknown)
                {
                    result.AddError($"{name}: expected some of {string.Join(", ", choices)} with commas between them, got '{unknown}'.");
                    return choices;
                }

                return [.. choices.Where(given.Contains)];
            },
        };
    }

    /// <summary>Creates an option with one of several choices.</summary>
    /// <param name="name">The name.</param>
    /// <param name="description">The description for <c>--help</c>.</param>
    /// <param name="choices">The choices; the first is the default.</param>
    public static Option<string> ChoiceOption(string name, string description, params string[] choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        return new Option<string>(name)
        {
            Description = $"{description} One of: {string.Join(", ", choices)}.",
            HelpName = "word",
            DefaultValueFactory = _ => choices[0],
            CustomParser = result =>
            {
                string given = Given(result);
                if (choices.Contains(given))
                {
                    return given;
                }

                result.AddError($"{name}: expected one of {string.Join(", ", choices)}, got '{given}'.");
                return choices[0];
            },
        };
    }

    private static string Given(ArgumentResult result) => result.Tokens is [Token token] ? token.Value : "";
}
