namespace Masking.Training.CommandLine;

/// <summary>An invalid option, or a program that ignores an option, which only shows when the command runs.</summary>
/// <param name="message">The message, which names the option.</param>
internal sealed class UsageException(string message) : Exception(message);
