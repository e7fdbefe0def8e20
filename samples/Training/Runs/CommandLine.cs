using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;
using Spectre.Console;

namespace Masking.Samples.Training;

/// <summary>What the command lines of all samples have in common.</summary>
public static class CommandLine
{
    /// <summary>The exit code when something failed.</summary>
    public const int Failed = 1;

    /// <summary>The exit code when an option is wrong.</summary>
    public const int WrongOptions = 2;

    /// <summary>The exit code after Ctrl-C, as shells know it.</summary>
    public const int Interrupted = 130;

    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(30);

    /// <summary>A console that writes colours to a terminal, and nothing but text to anything else.</summary>
    /// <param name="output">Where to write.</param>
    public static IAnsiConsole ConsoleOn(TextWriter output)
    {
        // What detects colours looks at the environment, which says nothing about a file.
        AnsiConsoleOutput writesTo = new(output);
        return AnsiConsole.Create(writesTo.IsTerminal
            ? new AnsiConsoleSettings { Out = writesTo }
            : new AnsiConsoleSettings { Out = writesTo, Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
    }

    /// <summary>Parses the arguments and does what they ask for.</summary>
    /// <param name="command">The command.</param>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Where to write.</param>
    /// <param name="error">Where to write what went wrong.</param>
    /// <param name="cancellationToken">Ends the run early, as Ctrl-C does.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        RootCommand command,
        string[] args,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(error);
        ParseResult result = command.Parse(args);
        if (result.Action is ParseErrorAction errors)
        {
            errors.ShowHelp = false;
        }

        InvocationConfiguration configuration = new()
        {
            Output = output,
            Error = error,
            ProcessTerminationTimeout = TimeToStop,
            EnableDefaultExceptionHandler = false,
        };
        try
        {
            int exitCode = await result.InvokeAsync(configuration, cancellationToken);
            return result.Errors.Count > 0 ? WrongOptions : exitCode;
        }
        catch (CheckpointException exception)
        {
            error.WriteLine($"{exception.Message}.");
            return exception.IsForeign ? WrongOptions : Failed;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            error.WriteLine(exception.Message);
            return Failed;
        }
        catch (Exception exception)
        {
            // An error that nobody expected, with the place where it was raised. Not caught, it would end the process with a core dump.
            error.WriteLine(exception);
            return Failed;
        }
    }

    /// <summary>An option that takes a whole number.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="least">The least number.</param>
    /// <param name="most">The greatest number.</param>
    /// <param name="byDefault">The number where it is not given.</param>
    /// <param name="description">What it says.</param>
    public static Option<int> WholeNumber(string name, int least, int most, int byDefault, string description) => new(name)
    {
        Description = description,
        HelpName = "number",
        DefaultValueFactory = _ => byDefault,
        CustomParser = result =>
        {
            string given = Given(result);
            if (int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most)
            {
                return value;
            }

            result.AddError($"{name}: expected a whole number from {least} to {most}, got '{given}'.");
            return byDefault;
        },
    };

    /// <summary>An option that takes several whole numbers, with commas between them.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="least">The least number.</param>
    /// <param name="most">The greatest number.</param>
    /// <param name="byDefault">The numbers where it is not given.</param>
    /// <param name="description">What it says.</param>
    /// <returns>The option; its numbers ascend, each once.</returns>
    public static Option<int[]> WholeNumbers(string name, int least, int most, int[] byDefault, string description) => new(name)
    {
        Description = description,
        HelpName = "number,number",
        Arity = ArgumentArity.ExactlyOne,
        DefaultValueFactory = _ => byDefault,
        CustomParser = result =>
        {
            SortedSet<int> values = [];
            foreach (string given in Given(result).Split(','))
            {
                if (!int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out int value) || value < least || value > most)
                {
                    result.AddError($"{name}: expected whole numbers from {least} to {most} with commas between them, got '{given}'.");
                    return byDefault;
                }

                values.Add(value);
            }

            return [.. values];
        },
    };

    /// <summary>An option that takes some of some words, with commas between them.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it says.</param>
    /// <param name="words">The words; all of them where it is not given.</param>
    /// <returns>The option; its words are in the order of <paramref name="words"/>, each once.</returns>
    public static Option<string[]> SomeOf(string name, string description, params string[] words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return new Option<string[]>(name)
        {
            Description = $"{description} Some of: {string.Join(", ", words)}.",
            HelpName = "word,word",
            Arity = ArgumentArity.ExactlyOne,
            DefaultValueFactory = _ => words,
            CustomParser = result =>
            {
                string[] given = Given(result).Split(',');
                if (given.FirstOrDefault(word => !words.Contains(word)) is { } unknown)
                {
                    result.AddError($"{name}: expected some of {string.Join(", ", words)} with commas between them, got '{unknown}'.");
                    return words;
                }

                return [.. words.Where(given.Contains)];
            },
        };
    }

    /// <summary>An option that takes one of some words.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it says.</param>
    /// <param name="words">The words; the first is that where it is not given.</param>
    public static Option<string> OneOf(string name, string description, params string[] words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return new Option<string>(name)
        {
            Description = $"{description} One of: {string.Join(", ", words)}.",
            HelpName = "word",
            DefaultValueFactory = _ => words[0],
            CustomParser = result =>
            {
                string given = Given(result);
                if (words.Contains(given))
                {
                    return given;
                }

                result.AddError($"{name}: expected one of {string.Join(", ", words)}, got '{given}'.");
                return words[0];
            },
        };
    }

    private static string Given(ArgumentResult result) => result.Tokens is [Token token] ? token.Value : "";
}
