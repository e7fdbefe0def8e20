using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;
using Spectre.Console;

namespace Masking.Samples.Training;

/// <summary>Options, exit codes and error handling shared by command lines.</summary>
public static class CommandLine
{
    /// <summary>The exit code after a failure.</summary>
    public const int FailureExitCode = 1;

    /// <summary>The exit code after an invalid option.</summary>
    public const int UsageErrorExitCode = 2;

    /// <summary>The exit code after Ctrl-C, as shells expect it.</summary>
    public const int InterruptedExitCode = 130;

    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(30);

    /// <summary>Creates a console that writes colors to a terminal, and plain text to anything else.</summary>
    /// <param name="output">The writer.</param>
    public static IAnsiConsole CreateConsole(TextWriter output)
    {
        // Colors are turned off explicitly, because their detection reads environment variables and ignores that the output is a file.
        AnsiConsoleOutput consoleOutput = new(output);
        return AnsiConsole.Create(consoleOutput.IsTerminal
            ? new AnsiConsoleSettings { Out = consoleOutput }
            : new AnsiConsoleSettings { Out = consoleOutput, Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
    }

    /// <summary>Parses the arguments and runs the command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="args">The arguments.</param>
    /// <param name="output">The writer for output.</param>
    /// <param name="error">The writer for error messages.</param>
    /// <param name="cancellationToken">Stops the run early, like Ctrl-C.</param>
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
            return result.Errors.Count > 0 ? UsageErrorExitCode : exitCode;
        }
        catch (CheckpointException exception)
        {
            error.WriteLine($"{exception.Message}.");
            return exception.IsMismatch ? UsageErrorExitCode : FailureExitCode;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            error.WriteLine(exception.Message);
            return FailureExitCode;
        }
        catch (Exception exception)
        {
            // An unexpected error is written with its stack trace. Uncaught, it would end the process with a core dump.
            error.WriteLine(exception);
            return FailureExitCode;
        }
    }

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
