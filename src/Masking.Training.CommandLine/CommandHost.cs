using System.CommandLine;
using System.CommandLine.Invocation;
using Spectre.Console;

namespace Masking.Training.CommandLine;

/// <summary>The console, the exit codes and the error handling of command lines.</summary>
public static class CommandHost
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
        catch (UsageException exception)
        {
            error.WriteLine(exception.Message);
            return UsageErrorExitCode;
        }
        catch (CheckpointException exception)
        {
            error.WriteLine($"{exception.Message}.");
            return exception.IsMismatch ? UsageErrorExitCode : FailureExitCode;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or TorchSharpLoadException)
        {
            error.WriteLine(exception.Message);
            return FailureExitCode;
        }
        catch (EnvironmentException exception)
        {
            error.WriteLine($"{exception.Message} The last checkpoint is unchanged.");
            if (exception.InnerException is { } cause)
            {
                error.WriteLine(cause);
            }

            return FailureExitCode;
        }
        catch (Exception exception)
        {
            // An unexpected error is written with its stack trace. Uncaught, it would end the process with a core dump.
            error.WriteLine(exception);
            return FailureExitCode;
        }
    }
}
