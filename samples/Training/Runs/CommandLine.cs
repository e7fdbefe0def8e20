using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;

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

    /// <summary>Parses the arguments and does what they ask for.</summary>
    /// <param name="command">The command.</param>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Where to write.</param>
    /// <param name="error">Where to write what went wrong.</param>
    /// <param name="cancellationToken">Ends the run early, as Ctrl-C does.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(RootCommand command, string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(error);
        ParseResult result = command.Parse(args);
        if (result.Action is ParseErrorAction errors)
        {
            errors.ShowHelp = false;
        }

        InvocationConfiguration configuration = new() { Output = output, Error = error, ProcessTerminationTimeout = TimeToStop, EnableDefaultExceptionHandler = false };
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
            string given = result.Tokens is [Token token] ? token.Value : "";
            if (int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most)
            {
                return value;
            }

            result.AddError($"{name}: expected a whole number from {least} to {most}, got '{given}'.");
            return byDefault;
        },
    };

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
                string given = result.Tokens is [Token token] ? token.Value : "";
                if (words.Contains(given))
                {
                    return given;
                }

                result.AddError($"{name}: expected one of {string.Join(", ", words)}, got '{given}'.");
                return words[0];
            },
        };
    }
}
